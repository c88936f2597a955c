// SPDX-License-Identifier: Apache-2.0
// What is looked at in each page; the debugger evaluates it, so the page's policy is not in the way.
window.inspection = {
  // Elements that stick out of the page; what is in a scrolling region may be wider.
  overflow() {
    const width = document.documentElement.clientWidth;
    const found = [];
    if (document.documentElement.scrollWidth > width) found.push("the page is " + document.documentElement.scrollWidth + " wide");
    for (const element of document.body.querySelectorAll("*")) {
      if (element.closest(".scroll > *, .skip, .spoken") || !element.checkVisibility()) continue;
      const box = element.getBoundingClientRect();
      if (box.width && (box.right > width + 0.5 || box.left < -0.5)) found.push(element.outerHTML.slice(0, 120));
    }
    return found;
  },

  // Texts whose contrast with the ground behind them is less than 4.5; on paper that is white everywhere.
  contrast(isPaper) {
    const channels = (colour) => colour.match(/[\d.]+/g).map(Number);
    const luminance = (colour) => {
      const [r, g, b] = channels(colour).map((c) => c / 255).map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ground = (element) => {
      if (isPaper) return "rgb(255, 255, 255)";
      for (let at = element; at; at = at.parentElement) {
        const colour = getComputedStyle(at).backgroundColor;
        if ((channels(colour)[3] ?? 1) === 1) return colour;
      }
      return "rgb(255, 0, 255)";
    };
    const found = new Set();
    let count = 0;
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const element = texts.currentNode.parentElement;
      if (!texts.currentNode.data.trim() || element.closest("script, style, option") || !element.checkVisibility()) continue;
      count += 1;
      const pair = [luminance(getComputedStyle(element).color), luminance(ground(element))].sort((a, b) => a - b);
      const contrast = (pair[1] + 0.05) / (pair[0] + 0.05);
      if (contrast < 4.5) found.add(contrast.toFixed(2) + ": " + element.outerHTML.slice(0, 120));
    }
    for (const field of document.querySelectorAll("input, select")) {
      const pair = [luminance(getComputedStyle(field).color), luminance(ground(field))].sort((a, b) => a - b);
      if ((pair[1] + 0.05) / (pair[0] + 0.05) < 4.5) found.add("field " + field.name);
    }
    return { count, found: [...found] };
  },

  // Notes what gets the focus: its place in the page, and whether one sees it. How much should get it.
  steps: [],
  watchFocus() {
    const all = new Map([...document.querySelectorAll("*")].map((element, place) => [element, place]));
    document.addEventListener("focusin", (event) => {
      const style = getComputedStyle(event.target);
      this.steps.push({
        place: all.get(event.target),
        isSeen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        text: event.target.outerHTML.slice(0, 120),
      });
    });
    return [...document.querySelectorAll("a[href], summary, input, select, button, [tabindex='0']")]
      .filter((element) => element.checkVisibility()).length;
  },

  centre(selector) {
    const element = document.querySelector(selector);
    element.scrollIntoView({ block: "center" });
    const box = element.getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
  },

  count(selector) {
    return [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility()).length;
  },

  unfold() { for (const details of document.querySelectorAll("details")) details.open = true; },
};
