package browsertest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// missing skips a test that lacks something, or fails it where that is required.
func missing(t testing.TB, what string) {
	t.Helper()
	if slices.Contains(strings.Split(os.Getenv("LEADLINE_REQUIRE"), ","), "chromium") {
		t.Fatalf("%s, and LEADLINE_REQUIRE wants chromium", what)
	}
	t.Skip(what)
}

// chromium is where the browser is.
func chromium(t testing.TB) string {
	t.Helper()
	if file := os.Getenv("LEADLINE_CHROMIUM"); file != "" {
		return file
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if file, err := exec.LookPath(name); err == nil {
			return file
		}
	}
	missing(t, "there is no chromium on the PATH, and LEADLINE_CHROMIUM names none")
	return ""
}

// browser is one window of a browser, with cookies of its own. What happens in it and
// should not is an error of the test at its end.
type browser struct {
	testing.TB
	ctx  context.Context
	base string // of the program

	mu       sync.Mutex
	trouble  []string
	expected []string // parts of console errors that are to be
}

// open opens a browser on the program at base.
func open(t testing.TB, base string) *browser {
	t.Helper()
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(chromium(t)), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-dev-shm-usage", true),
		chromedp.WSURLReadTimeout(time.Minute))
	allocated, stopAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stopAllocator)
	return window(t, allocated, base)
}

// another opens a window beside b, of another person at another computer.
func (b *browser) another() *browser {
	b.Helper()
	return window(b.TB, b.ctx, b.base, chromedp.WithNewBrowserContext())
}

func window(t testing.TB, parent context.Context, base string, options ...chromedp.ContextOption) *browser {
	t.Helper()
	ctx, closeWindow := chromedp.NewContext(parent, options...)
	t.Cleanup(closeWindow)
	b := &browser{TB: t, ctx: ctx, base: base}
	if err := errors.Join(chromedp.Do(ctx), chromedp.Listen(ctx, b.listen)); err != nil { // starts the browser
		t.Fatal(err)
	}
	call(b, network.Enable, network.EnableParams{})
	b.size(1440, 900, false)
	t.Cleanup(func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		for _, s := range b.trouble {
			if !slices.ContainsFunc(b.expected, func(e string) bool { return strings.Contains(s, e) }) {
				t.Error(s)
			}
		}
	})
	return b
}

// listen notes what no page may do.
func (b *browser) listen(event any) {
	note := func(format string, args ...any) {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.trouble = append(b.trouble, fmt.Sprintf(format, args...))
	}
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		home, err := url.Parse(b.base)
		to, err2 := url.Parse(e.Request.URL)
		if err != nil || err2 != nil || to.Scheme != "data" && to.Scheme != "about" && to.Scheme != "file" && to.Host != home.Host {
			note("a request leaves the program: %s", e.Request.URL)
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			note("the browser says of %s: %s", e.Entry.URL, e.Entry.Text)
		}
	case *runtime.EventExceptionThrown:
		note("an exception: %s", e.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		note("something writes to the console: %s", e.Type)
	}
}

// expect says that the browser may complain of something, as it does of each answer
// that is an error.
func (b *browser) expect(part string) { b.expected = append(b.expected, part) }

// do does something, which must work within a time that is long for a page.
func (b *browser) do(steps ...chromedp.Action[chromedp.Void]) {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, time.Minute)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.Fatalf("%v; the page is\n%s", err, b.tryText())
	}
}

// run does something that has a result.
func run[T any](b *browser, action chromedp.Action[T]) T {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, time.Minute)
	defer cancel()
	v, err := chromedp.Run(ctx, action)
	if err != nil {
		b.Fatalf("%v; the page is\n%s", err, b.tryText())
	}
	return v
}

// call sends a command of the protocol.
func call[P, R any](b *browser, cmd cdp.Command[P, R], params P) {
	b.Helper()
	if _, err := chromedp.Call(b.ctx, cmd, params); err != nil {
		b.Fatal(err)
	}
}

// tryText is what the page says, for messages.
func (b *browser) tryText() string {
	ctx, cancel := context.WithTimeout(b.ctx, 5*time.Second)
	defer cancel()
	text, err := chromedp.Run(ctx, chromedp.Evaluate[string]("location.href + '\\n' + document.body.innerText"))
	if err != nil {
		return err.Error()
	}
	return text
}

// to goes to a page of the program.
func (b *browser) to(path string) {
	b.Helper()
	b.do(chromedp.Navigate(b.base + strings.TrimPrefix(path, "/")))
}

// size makes the window as wide and high as said, and dark or light.
func (b *browser) size(width, height int64, dark bool) {
	b.Helper()
	scheme := "light"
	if dark {
		scheme = "dark"
	}
	b.do(chromedp.EmulateViewport(width, height))
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
}

// eval returns what a script comes to.
func eval[T any](b *browser, script string) T {
	b.Helper()
	return run(b, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
}

// text is what the page says.
func (b *browser) text() string {
	b.Helper()
	return eval[string](b, "document.body.innerText")
}

// says fails the test if the page does not say something.
func (b *browser) says(parts ...string) {
	b.Helper()
	text := b.text()
	for _, part := range parts {
		if !strings.Contains(strings.Join(strings.Fields(text), " "), part) {
			b.Fatalf("want %q on the page; it is\n%s", part, b.tryText())
		}
	}
}
