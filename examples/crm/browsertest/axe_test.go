package browsertest

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

var axeScript = sync.OnceValues(func() ([]byte, error) {
	return os.ReadFile(filepath.Join("node_modules", "axe-core", "axe.min.js"))
})

// axe is axe-core, which finds what keeps people from reading or using a page.
func axe(t testing.TB) string {
	t.Helper()
	script, err := axeScript()
	if err != nil {
		missing(t, "there is no axe-core: run npm ci in examples/crm/browsertest")
	}
	return string(script)
}

// accessible fails the test for each serious or critical violation of the rules that
// axe knows.
func (b *browser) accessible(what string) {
	b.Helper()
	type violation struct {
		ID, Impact, Help string
		Nodes            []string
	}
	b.do(chromedp.Evaluate[chromedp.Void](axe(b.TB)))
	found := eval[[]violation](b, `axe.run(document, {resultTypes: ["violations"]}).then(r => r.violations.map(v => (
		{ID: v.id, Impact: v.impact, Help: v.help, Nodes: v.nodes.slice(0, 5).map(n => n.html.slice(0, 300) + "\n" + n.failureSummary)})))`)
	for _, v := range found {
		if v.Impact == "serious" || v.Impact == "critical" {
			b.Errorf("%s: axe: %s (%s): %s\n%s", what, v.Help, v.Impact, v.ID, strings.Join(v.Nodes, "\n"))
		}
	}
}

// fits fails the test for a page that is wider than its window.
func (b *browser) fits(what string) {
	b.Helper()
	if wide := eval[[]float64](b, "[document.documentElement.scrollWidth, window.innerWidth]"); wide[0] > wide[1] {
		b.Errorf("%s: the page is %g wide in a window of %g", what, wide[0], wide[1])
	}
}

// The checks themselves must find what they are for.
func TestABadPageIsFound(t *testing.T) {
	b := open(t, "about:blank")
	bad := `document.body.innerHTML = '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="><p style="color: #ccc; background: #fff; width: 3000px">pale</p><input>'`
	b.do(chromedp.Navigate("about:blank"), chromedp.Evaluate[chromedp.Void](bad))
	inner := &failures{TB: t}
	b.TB = inner
	b.accessible("bad")
	b.fits("bad")
	b.TB = t
	for _, want := range []string{"image-alt", "color-contrast", "label", "is 30"} {
		if !strings.Contains(inner.text, want) {
			t.Errorf("%s was not found in\n%s", want, inner.text)
		}
	}
}

func TestWhatNoPageMayDoIsNoticed(t *testing.T) {
	b := open(t, "about:blank")
	b.do(chromedp.Navigate("about:blank"))
	eval[bool](b, `(async () => { console.log("hello"); try { await fetch("http://127.0.0.1:9/") } catch {} setTimeout(() => nothing.there, 0); await new Promise(r => setTimeout(r, 200)); return true })()`)
	b.mu.Lock()
	defer b.mu.Unlock()
	text := strings.Join(b.trouble, "\n")
	for _, want := range []string{"a request leaves the program: http://127.0.0.1:9/", "writes to the console", "an exception", "the browser says"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q was not noticed in\n%s", want, text)
		}
	}
	b.trouble = nil
}
