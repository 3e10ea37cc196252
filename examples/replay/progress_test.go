package main

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/leadline-go/leadline/lead/leadcsv"
)

func TestTheBarComesAfterASecondAndGoesAtTheEnd(t *testing.T) {
	var b strings.Builder
	p := &progress{w: &b, start: time.Now()}
	p.show("reading x.csv", 1, 2)
	p.clear()
	if b.Len() > 0 {
		t.Errorf("drew at once: %q", b.String())
	}
	p.start = p.start.Add(-2 * time.Second)
	p.show("reading x.csv", 1, 2)
	p.show("reading x.csv", 2, 2) // too soon after the first
	p.show("reading a pipe", 5, 0)
	p.clear()
	p.clear()
	const want = "\r\x1b[K###############...............  50% reading x.csv" + "\r\x1b[K"
	if b.String() != want {
		t.Errorf("got  %q\nwant %q", b.String(), want)
	}
}

func TestOnlyATerminalGetsABar(t *testing.T) {
	f, err := os.Create(t.TempDir() + "/stderr")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if newProgress(f).w != nil || newProgress(&strings.Builder{}).w != nil {
		t.Error("would draw on what is no terminal")
	}
}

func TestCountingStopsWhenToldTo(t *testing.T) {
	m, err := leadcsv.Compile(leadcsv.Map{Lead: "id", Status: []string{"s"}, At: leadcsv.Time{Column: "t", Format: leadcsv.Unix}})
	if err != nil {
		t.Fatal(err)
	}
	file := leadcsv.File{Name: "f", Mapping: m, Reader: strings.NewReader("id,s,t\n" + strings.Repeat("a,x,1\n", 5000))}
	h, err := leadcsv.Read(t.Context(), []leadcsv.File{file}, leadcsv.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	defer cancel(nil)
	gone := errors.New("gone home")
	n := 0
	var last error
	for _, err := range newProgress(&strings.Builder{}).rows(ctx, h) {
		if n++; n == 10 {
			cancel(gone)
		}
		last = err
	}
	if !errors.Is(last, gone) || n >= 5000 {
		t.Errorf("read %d rows and then %v, want the cause before the end", n, last)
	}
}
