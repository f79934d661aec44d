// The search looks a Chinese query up word by word, and leaves its last character out of account: 村代码 was searched as 村.
// A sign that no page holds, put behind each run of Chinese characters, is left out instead.
(function () {
  "use strict";
  var QUERY = 2, send = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (message) {
    if (message && message.type === QUERY && typeof message.data === "string")
      message = Object.assign({}, message, { data: message.data.replace(/[\u4e00-\u9fff]{2,}/g, "$&\u3007") });
    return send.apply(this, [message].concat(Array.prototype.slice.call(arguments, 1)));
  };
})();
