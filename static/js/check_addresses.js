// Says beside an address what is wrong with it while it is typed: <form data-check-at="URL"> with inputs of data-check.
for (const form of document.querySelectorAll("form[data-check-at]")) {
  const token = form.querySelector("input[name=csrfmiddlewaretoken]").value;
  for (const input of form.querySelectorAll("input[data-check]")) {
    const told = document.getElementById(`${input.id}_fault`) || input.parentElement.appendChild(
      Object.assign(document.createElement("p"), { id: `${input.id}_fault`, className: "fault", ariaLive: "polite" }),
    );
    let waiting = 0;
    let asked = 0;
    const check = async () => {
      const number = ++asked;
      const body = new URLSearchParams({ field: input.dataset.check, preset: input.dataset.preset || "", value: input.value });
      const headers = { "X-CSRFToken": token };
      const answer = await fetch(form.dataset.checkAt, { method: "POST", body, headers }).catch(() => null);
      if (!answer || !answer.ok || answer.redirected || number !== asked) { return; }
      const { fault } = await answer.json();
      told.textContent = fault;
      if (fault) { input.setAttribute("aria-invalid", "true"); } else { input.removeAttribute("aria-invalid"); }
    };
    input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(check, 400); });
  }
}
