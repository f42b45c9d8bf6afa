// The key that tokens are bound to: made once, kept by the browser over redirects, and not to be taken out of it.
import { generateKeyPair } from "/oauth4webapi.mjs";

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export async function keyPair() {
  const opening = indexedDB.open("keys");
  opening.onupgradeneeded = () => opening.result.createObjectStore("keys");
  const database = await done(opening);
  const known = await done(database.transaction("keys").objectStore("keys").get("dpop"));
  if (known) return known;
  const made = await generateKeyPair("ES256", { extractable: false });
  await done(database.transaction("keys", "readwrite").objectStore("keys").put(made, "dpop"));
  return made;
}
