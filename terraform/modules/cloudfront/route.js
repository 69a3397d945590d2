// A path without a dot is a place within the page: the page itself is answered, and
// finds its way. Files and the API are what they say they are.
function handler(event) {
  var request = event.request;
  var uri = request.uri;
  if (uri.indexOf('.') < 0 && uri !== '/api' && uri.indexOf('/api/') !== 0) {
    request.uri = '/index.html';
  }
  return request;
}
