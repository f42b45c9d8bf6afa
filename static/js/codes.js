// Copies, downloads and prints the recovery codes of the page; without scripts they are there to be written down.
(function () {
  'use strict'
  document.querySelectorAll('[data-codes]').forEach(function (part) {
    const list = document.getElementById(part.dataset.codes)
    const text = Array.from(list.querySelectorAll('code'), function (code) { return code.textContent }).join('\n') + '\n'
    const copy = part.querySelector('[data-copy]')
    const download = part.querySelector('[data-download]')
    const said = part.querySelector('[data-copied]')
    copy.hidden = !navigator.clipboard
    copy.addEventListener('click', async function () {
      await navigator.clipboard.writeText(text)
      said.textContent = said.dataset.copied
    })
    download.addEventListener('click', function () {
      const link = document.createElement('a')
      link.href = URL.createObjectURL(new Blob([text], {type: 'text/plain'}))
      link.download = download.dataset.download
      link.click()
      URL.revokeObjectURL(link.href)
    })
    part.querySelector('[data-print]').addEventListener('click', function () { window.print() })
    part.hidden = false
  })
})()
