// Sets the theme before the first paint, so that the page does not flash. A separate file, because
// the content security policy allows no inline scripts.
(() => {
  let wanted = "auto";
  try {
    wanted = localStorage.getItem("sharewell.theme") || "auto";
  } catch {
    // Storage is off: follow the system.
  }
  const dark =
    wanted === "dark" || (wanted === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
})();
