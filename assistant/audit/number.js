// Numbers every element, so that what is read of the page can be found again in it, and returns the
// page as HTML in which whatever the style sheets hide says so itself.
() => {
  const every = [...document.documentElement.querySelectorAll("*")];
  every.forEach((element, n) => element.setAttribute("data-plainshelf-n", n));
  const copy = document.documentElement.cloneNode(true);
  every.forEach((element, n) => {
    const style = getComputedStyle(element);
    if (style.display === "none" || style.visibility !== "visible" || style.opacity === "0") {
      copy.querySelector(`[data-plainshelf-n="${n}"]`)?.setAttribute("hidden", "");
    }
  });
  copy.querySelectorAll("script, style, link").forEach((element) => element.remove());
  return "<!doctype html>" + copy.outerHTML;
}
