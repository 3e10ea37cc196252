package browsertest

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// sizes are those of a telephone and of a desk.
var sizes = []struct{ width, height int64 }{{390, 844}, {1440, 900}}

// look checks a page in both sizes, light and dark, and keeps pictures of it in the
// folder that LEADLINE_SHOTS names. axe, which takes its time, sees each size and each
// of light and dark once: what it finds depends on one of them.
func (b *browser) look(name string) {
	b.Helper()
	for _, size := range sizes {
		for _, dark := range []bool{false, true} {
			b.size(size.width, size.height, dark)
			what := fmt.Sprintf("%s-%d", name, size.width)
			if dark {
				what += "-dark"
			}
			b.fits(what)
			if (size.width < 600) != dark {
				b.accessible(what)
			}
			if dir := os.Getenv("LEADLINE_SHOTS"); dir != "" {
				if err := os.WriteFile(filepath.Join(dir, what+".png"), run(b, chromedp.FullScreenshot(100)), 0o644); err != nil {
					b.Fatal(err)
				}
			}
		}
	}
	if n := eval[int](b, "document.scripts.length"); n > 0 {
		b.Errorf("%s: %d scripts", name, n)
	}
}

func TestEachPageCanBeReadByAnybodyAnywhere(t *testing.T) {
	b := open(t, start(t))
	axe(t)
	b.expect("404")
	b.to("/")
	b.as("ann")
	for _, page := range []struct{ name, path string }{
		{"board", "/"},
		{"queue", "/queue"},
		{"import", "/import"},
		{"reports", "/reports"},
		{"funnel", "/reports/funnel"},
		{"maturity-de", "/maturity?lang=de"},
		{"maturity-report-de", "/maturity/report?lang=de"},
		{"maturity-report-en", "/maturity/report?lang=en"},
		{"questionnaire-en", "/questionnaire?lang=en&department=sales"},
		{"questionnaire-de", "/questionnaire?lang=de&department=sales"},
		{"nothing", "/nothing/here"},
	} {
		b.size(1440, 900, false)
		b.to(page.path)
		b.look(page.name)
	}
	b.size(1440, 900, false)
	for _, status := range []string{"inquiry", "mql", "sql", "recycled", "won"} {
		b.first(status)
		b.do(chromedp.Evaluate[chromedp.Void](`document.querySelectorAll("details").forEach(e => e.open = true)`))
		b.look("lead-" + status)
		b.size(1440, 900, false)
	}
}

// The pages that the other programs write are read in the same way.
func TestEachWrittenPageCanBeReadByAnybodyAnywhere(t *testing.T) {
	b := open(t, "http://localhost/")
	axe(t)
	for _, tt := range []struct {
		name, program string
		args          []string
	}{
		{"week", "week", []string{"-o"}},
		{"assess-en", "assess", []string{"-answers", "demo-answers.csv", "-measures", "demo-measures.json", "-format", "html", "-o"}},
		{"assess-de", "assess", []string{"-answers", "demo-answers.csv", "-measures", "demo-measures.json", "-lang", "de", "-format", "html", "-o"}},
		{"assess-questionnaire-de", "assess", []string{"-questionnaire", "html", "-lang", "de", "-o"}},
		{"replay", "replay", []string{"-history", "testdata/history.jsonl", "-lifecycle", "standard", "-format", "html", "-o"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			file, err := build(tt.program)
			if err != nil {
				t.Fatal(err)
			}
			page := filepath.Join(t.TempDir(), "page.html")
			cmd := exec.Command(file, append(tt.args, page)...)
			cmd.Dir = filepath.Join("..", "..", tt.program)
			var said bytes.Buffer
			cmd.Stderr = &said
			if err := cmd.Run(); err != nil {
				t.Fatalf("%v: %s", err, &said)
			}
			outer := b.TB
			b.TB = t
			defer func() { b.TB = outer }()
			b.size(1440, 900, false)
			b.do(chromedp.Navigate("file://" + filepath.ToSlash(page)))
			b.look(tt.name)
			if links := eval[[]string](b, `[...document.querySelectorAll("[src], [href]")].map(e => e.getAttribute("src") ?? e.getAttribute("href")).filter(s => !s.startsWith("#") && !s.startsWith("data:"))`); len(links) > 0 {
				t.Errorf("the page refers to %s", strings.Join(links, ", "))
			}
		})
	}
}
