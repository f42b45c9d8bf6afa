// Beside allauth's scripts: shows what needs a key only where the browser has any, offers keys where the name is typed, says so where none answered, and names a new key after the device.
(function () {
  'use strict'
  // The first that a browser names counts: Edge and Opera also call themselves Chrome, and Chrome calls itself Safari.
  const BROWSERS = {Edg: 'Edge', OPR: 'Opera', Firefox: 'Firefox', Chrome: 'Chrome', Safari: 'Safari'}
  const SYSTEMS = {iPhone: 'iPhone', iPad: 'iPad', Android: 'Android', Windows: 'Windows', Mac: 'Mac', CrOS: 'ChromeOS', Linux: 'Linux'}
  function named (words) {
    const found = Object.keys(words).find(function (word) { return navigator.userAgent.includes(word) })
    return found && words[found]
  }
  // Keys among what the browser fills in at the name (WebAuthn section 5.1.4, conditional mediation).
  async function offerKeys (form) {
    const available = window.PublicKeyCredential.isConditionalMediationAvailable
    if (!available || !await available.call(window.PublicKeyCredential)) { return }
    const waiting = new AbortController()
    form.addEventListener('click', function () { waiting.abort() }, {capture: true})
    try {
      const answer = await fetch(form.action, {headers: {Accept: 'application/json'}})
      if (!answer.ok || waiting.signal.aborted) { return }
      const asked = (await answer.json()).request_options
      const credential = await window.webauthnJSON.get({...asked, mediation: 'conditional', signal: waiting.signal})
      form.elements.credential.value = JSON.stringify(credential)
      form.submit()
    } catch (refused) {
      // Nobody chose a key here: the page's other ways are all there.
    }
  }
  document.addEventListener('DOMContentLoaded', function () {
    if (!window.PublicKeyCredential) { return }
    document.querySelectorAll('[data-passkeys]').forEach(function (part) { part.hidden = false })
    document.querySelectorAll('[data-no-passkeys]').forEach(function (part) { part.hidden = true })
    document.querySelectorAll('[data-autofill]').forEach(offerKeys)
    document.querySelectorAll('[data-name-of-device]').forEach(function (form) {
      if (!named(BROWSERS) || !named(SYSTEMS)) { return }
      form.elements.name.value = form.dataset.nameOfDevice.replace('BROWSER', named(BROWSERS)).replace('SYSTEM', named(SYSTEMS))
    })
  })
  document.addEventListener('allauth.error', function (event) {
    const notice = document.getElementById('passkey_error')
    if (notice) {
      event.preventDefault()
      notice.hidden = false
    }
  })
})()
