// Beside allauth's scripts: shows what needs a key only where the browser has any, and says so where one did not answer.
(function () {
  'use strict'
  document.addEventListener('DOMContentLoaded', function () {
    if (!window.PublicKeyCredential) { return }
    document.querySelectorAll('[data-passkeys]').forEach(function (part) { part.hidden = false })
    document.querySelectorAll('[data-no-passkeys]').forEach(function (part) { part.hidden = true })
  })
  document.addEventListener('allauth.error', function (event) {
    const notice = document.getElementById('passkey_error')
    if (notice) {
      event.preventDefault()
      notice.hidden = false
    }
  })
})()
