// The document names the address that the server starts with by default; what is tried here goes to where the page came from.
window.addEventListener("load", () => {
  SwaggerUIBundle({
    url: "/openapi.yaml",
    dom_id: "#swagger-ui",
    deepLinking: true,
    requestInterceptor: (request) => {
      const target = new URL(request.url, window.location.href);
      target.protocol = window.location.protocol;
      target.host = window.location.host;
      request.url = target.href;
      return request;
    },
  });
});
