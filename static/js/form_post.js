// Posts the form of the page to the client as soon as it is there (OAuth 2.0 Form Post Response Mode); its button does the same.
document.forms[0].submit()
