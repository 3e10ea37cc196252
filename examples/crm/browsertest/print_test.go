package browsertest

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// A sheet of A4 without its margins, in the pixels of a style sheet.
const (
	sheetWidth  = 680  // 180 mm
	sheetHeight = 1009 // 267 mm
)

// onPaper has the page laid out as it is printed.
func (b *browser) onPaper() {
	b.Helper()
	b.size(sheetWidth, sheetHeight, false)
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
}

// whole fails the test for parts that are higher than a sheet, or stand in columns, in
// which a browser lays them over each other.
func (b *browser) whole(parts string) {
	b.Helper()
	type part struct {
		What          string
		Width, Height float64
		Columns       bool
	}
	found := eval[[]part](b, `[...document.querySelectorAll(`+quoted(parts)+`)].map(e => ({What: e.outerHTML.slice(0, 80),
		Width: e.getBoundingClientRect().width, Height: e.getBoundingClientRect().height,
		Columns: getComputedStyle(e.parentElement).columnWidth !== "auto"}))`)
	if len(found) == 0 {
		b.Errorf("there are no %s", parts)
	}
	for _, p := range found {
		if p.Height > sheetHeight || p.Width > sheetWidth || p.Columns {
			b.Errorf("%+v", p)
		}
	}
}

func TestTheWeekFitsOnPaper(t *testing.T) {
	file, err := build("week")
	if err != nil {
		t.Fatal(err)
	}
	page := filepath.Join(t.TempDir(), "page.html")
	if out, err := exec.Command(file, "-o", page).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	b := open(t, "http://localhost/")
	b.onPaper()
	b.do(chromedp.Navigate("file://" + filepath.ToSlash(page)))
	b.whole(".picture")
	b.whole(".picture svg")
	b.whole(".table")
}

func TestThePagesOfTheCRMFitOnPaper(t *testing.T) {
	b := open(t, start(t))
	b.to("/")
	b.as("ann")
	for path, parts := range map[string]string{
		"/": ".card", "/queue": ".queue > li", "/reports": ".picture", "/maturity?lang=de": ".picture", "/leads/L-0015": ".panel:not(.do), .history > li",
	} {
		b.onPaper()
		b.to(path)
		b.whole(parts)
		shown := eval[[]string](b, `[...document.querySelectorAll("nav, form, button, select, input, .button, .skip")].filter(e => e.checkVisibility()).map(e => e.outerHTML.slice(0, 80))`)
		if len(shown) > 0 {
			t.Errorf("%s: to press on paper:\n%s", path, strings.Join(shown, "\n"))
		}
	}
}
