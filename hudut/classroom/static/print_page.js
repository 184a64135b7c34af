// The record to print.

document.querySelectorAll("[data-print]").forEach((node) => node.addEventListener("click", () => window.print()));
