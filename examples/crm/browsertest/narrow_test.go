package browsertest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// The narrowest window is that of a page of 1280 at four times its size.
func TestEachPageReflows(t *testing.T) {
	b := open(t, start(t))
	b.to("/")
	b.as("ann")
	for _, path := range []string{
		"/", "/queue", "/import", "/reports", "/maturity?lang=de", "/questionnaire?lang=de&department=sales",
		"/statuses/inquiry", "/statuses/mql", "/statuses/recycled", "/leads/L-0033", "/leads/L-0015",
	} {
		for _, width := range []int64{320, 390} {
			b.size(width, 800, false)
			b.to(path)
			b.do(chromedp.Evaluate[chromedp.Void](`document.querySelectorAll("details").forEach(e => e.open = true)`))
			b.fits(fmt.Sprintf("%s at %d", path, width))
			// Nothing is cut that cannot be moved into sight.
			cut := eval[[]string](b, `[...document.querySelectorAll("main *, header *")].filter(e => {
				const r = e.getBoundingClientRect()
				return r.width > 1 && r.height > 1 && r.right > innerWidth + 1 && !e.closest(".scroll, svg, .hidden")
			}).map(e => e.outerHTML.slice(0, 120))`)
			if len(cut) > 0 {
				t.Errorf("%s at %d: beyond the edge:\n%s", path, width, strings.Join(cut, "\n"))
			}
			if broken := eval[[]string](b, `[...document.querySelectorAll("time, .w")].filter(e => e.getClientRects().length > 1).map(e => e.innerText)`); len(broken) > 0 {
				t.Errorf("%s at %d: times on two lines: %q", path, width, broken)
			}
		}
	}
}

func TestATableThatScrollsIsShadedAtTheEdge(t *testing.T) {
	b := open(t, start(t))
	b.size(390, 800, false)
	for _, path := range []string{"/reports", "/statuses/mql", "/maturity?lang=de", "/import"} {
		b.to(path)
		n := eval[[]int](b, `(() => { const all = [...document.querySelectorAll(".scroll")]; return [
			all.filter(e => e.scrollWidth > e.clientWidth).length,
			all.filter(e => getComputedStyle(e).backgroundAttachment === "local, scroll").length, all.length] })()`)
		if n[0] == 0 || n[1] != n[2] {
			t.Errorf("%s: of %d tables %d scroll and %d have the shade", path, n[2], n[0], n[1])
		}
	}
}

// Links that stand alone are as high as a finger needs.
func TestLinksThatStandAloneCanBeHit(t *testing.T) {
	b := open(t, start(t))
	b.to("/")
	b.as("ann")
	for _, width := range []int64{390, 1440} {
		b.size(width, 800, false)
		links := 0
		for _, path := range []string{"/", "/queue", "/statuses/mql", "/leads/L-0015", "/reports", "/maturity?lang=de"} {
			b.to(path)
			const alone = `[...document.querySelectorAll("a")].filter(e => !e.matches(".skip") && !e.closest("p:not(.brand, .languages, .none), li:not(.card, nav li)"))`
			links += eval[int](b, alone+`.length`)
			if low := eval[[]string](b, alone+`.filter(e => e.getBoundingClientRect().height < 24).map(e => e.outerHTML + " " + e.getBoundingClientRect().height)`); len(low) > 0 {
				t.Errorf("%s at %d:\n%s", path, width, strings.Join(low, "\n"))
			}
		}
		if links < 50 {
			t.Errorf("%d links were looked at", links)
		}
	}
}
