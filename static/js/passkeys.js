// Beside allauth's scripts: shows what needs a key only where the browser has any, says so where one did not answer, and names a new key after the device.
(function () {
  'use strict'
  // The first that a browser names counts: Edge and Opera also call themselves Chrome, and Chrome calls itself Safari.
  const BROWSERS = {Edg: 'Edge', OPR: 'Opera', Firefox: 'Firefox', Chrome: 'Chrome', Safari: 'Safari'}
  const SYSTEMS = {iPhone: 'iPhone', iPad: 'iPad', Android: 'Android', Windows: 'Windows', Mac: 'Mac', CrOS: 'ChromeOS', Linux: 'Linux'}
  function named (words) {
    const found = Object.keys(words).find(function (word) { return navigator.userAgent.includes(word) })
    return found && words[found]
  }
  document.addEventListener('DOMContentLoaded', function () {
    if (!window.PublicKeyCredential) { return }
    document.querySelectorAll('[data-passkeys]').forEach(function (part) { part.hidden = false })
    document.querySelectorAll('[data-no-passkeys]').forEach(function (part) { part.hidden = true })
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
