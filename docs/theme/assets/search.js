// Three things that the theme's search leaves to be wished for.
// It looks a Chinese query up word by word, and leaves its last character out of account: 村代码 was searched as 村.
// A sign that no page holds, put behind each run of Chinese characters, is left out instead.
// It takes a sign at the end of a word for an operator without a word: typing ATT-001, one passes ATT-, at which it fails.
// And it weighs a term no more than a title in which the term occurs: the field or code that is called exactly as one types comes first.
(function () {
  "use strict";
  var QUERY = 2, RESULT = 3, asked = "", send = Worker.prototype.postMessage, add = Worker.prototype.addEventListener;

  Worker.prototype.postMessage = function (message) {
    if (message && message.type === QUERY && typeof message.data === "string") {
      asked = message.data.trim().toLowerCase();
      message = Object.assign({}, message, { data: message.data.replace(/[-+*:^~]+(?=\s|$)/g, "").replace(/[\u4e00-\u9fff]{2,}/g, "$&\u3007") });
    }
    return send.apply(this, [message].concat(Array.prototype.slice.call(arguments, 1)));
  };

  // a field by its term or its name, a code by its name: other titles are sentences
  function isCalled(found) {
    var names = found.title.replace(/<[^>]*>|\u200b/g, "").toLowerCase().split(/[\s.（]+/);
    if (/(^|\/)records\//.test(found.location)) return names.indexOf(asked) >= 0;
    return /(^|\/)codelists\//.test(found.location) && /^[a-z0-9_]+$/.test(asked) && names.indexOf(asked) > 0;
  }

  Worker.prototype.addEventListener = function (type, listener, options) {
    if (type !== "message" || typeof listener !== "function") return add.call(this, type, listener, options);
    return add.call(this, type, function (event) {
      var message = event.data;
      if (message && message.type === RESULT && message.data && Array.isArray(message.data.items)) {
        var exact = message.data.items.filter(function (page) { return page.some(isCalled); });
        message.data.items = exact.concat(message.data.items.filter(function (page) { return exact.indexOf(page) < 0; }));
      }
      return listener.call(this, event);
    }, options);
  };
})();
