// Package browsertest clicks through the example crm in a real browser, Chromium, and
// has axe-core look at its pages and at those that the library writes. It is a module
// of its own, so that whoever runs the example need not have what drives a browser.
//
// The tests skip without Chromium, as chromium on the PATH or where LEADLINE_CHROMIUM
// says, and without axe-core, which npm ci installs here. LEADLINE_REQUIRE=chromium
// makes that a failure.
package browsertest
