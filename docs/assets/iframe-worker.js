// The search of the site runs in a worker, and no browser starts one for a page that was opened from a folder. For such
// a page a frame that is not shown takes its place: the same script, sent copies of its messages, each in its turn.
if (location.protocol === "file:") {
  const later = (deliver, data) => {
    const copy = structuredClone(data);
    setTimeout(() => deliver(new MessageEvent("message", { data: copy })));
  };
  window.Worker = class {
    constructor(address) {
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      this.waiting = [];
      document.body.append(this.frame);
      this.inside = this.frame.contentWindow;
      this.inside.postMessage = (data) => later((event) => this.onmessage?.(event), data);
      const script = this.frame.contentDocument.createElement("script");
      script.src = address;
      script.onload = () => {
        this.waiting.forEach((data) => this.send(data));
        this.waiting = null;
      };
      script.onerror = (event) => this.onerror?.(event);
      this.frame.contentDocument.body.append(script);
    }

    send(data) {
      later((event) => this.inside.onmessage?.(event), data);
    }

    postMessage(data) {
      if (this.waiting) this.waiting.push(data);
      else this.send(data);
    }

    terminate() {
      this.frame.remove();
    }
  };
}
