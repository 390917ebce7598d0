// The API's description, to be read and tried; what is tried is sent with the page's own token.
window.addEventListener('DOMContentLoaded', () => {
  const token = document.querySelector('meta[name=form-token]').content;
  window.SwaggerUIBundle({
    url: document.getElementById('reference').dataset.description,
    dom_id: '#reference',
    deepLinking: false,
    docExpansion: 'none',
    defaultModelsExpandDepth: 0,
    validatorUrl: null,
    requestInterceptor: (request) => {
      request.headers['Fleetman-Form-Token'] = token;
      return request;
    },
  });
});
