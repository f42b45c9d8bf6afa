/* Starts Swagger UI over the schema; a session's unsafe requests carry the CSRF token, and only to this origin. */
"use strict";

const holder = document.getElementById("swagger-ui");

SwaggerUIBundle({
  domNode: holder,
  url: holder.dataset.schema,
  deepLinking: true,
  defaultModelsExpandDepth: -1,
  persistAuthorization: false,
  validatorUrl: null,
  requestInterceptor: (request) => {
    const token = /(?:^|; )csrftoken=([^;]*)/.exec(document.cookie);
    if (token && new URL(request.url, location.href).origin === location.origin) {
      request.headers["X-CSRFToken"] = decodeURIComponent(token[1]);
    }
    return request;
  },
});
