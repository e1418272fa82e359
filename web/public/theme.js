// Sets light or dark before the first paint, so that the page never flashes. A file of its own,
// because the content security policy allows no inline script.
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
