package cli

import (
	"io"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestTheBarComesAfterASecondAndGoesAtTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b strings.Builder
		p := NewProgress(&b)
		p.w = &b // as if it were a terminal
		p.Show("reading x.csv", 1, 2)
		p.Clear()
		if b.Len() > 0 {
			t.Errorf("drew at once: %q", b.String())
		}
		time.Sleep(time.Second)
		p.Show("reading x.csv", 1, 2)
		p.Show("reading x.csv", 2, 2) // too soon after the first
		p.Show("reading a pipe", 5, 0)
		p.Clear()
		p.Clear()
		const want = "\r\x1b[K###############...............  50% reading x.csv" + "\r\x1b[K"
		if b.String() != want {
			t.Errorf("got  %q\nwant %q", b.String(), want)
		}
	})
}

func TestTheBarShowsHowFarAFileIsRead(t *testing.T) {
	f, err := os.Create(t.TempDir() + "/x.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteString("half" + "half"); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	p := &Progress{w: &b, start: time.Now().Add(-time.Minute)}
	if _, err := io.ReadFull(p.File(f), make([]byte, 4)); err != nil {
		t.Fatal(err)
	}
	if want := "  50% reading x.csv"; !strings.HasSuffix(b.String(), want) {
		t.Errorf("got %q, want at the end %q", b.String(), want)
	}
}

func TestOnlyATerminalGetsABar(t *testing.T) {
	f, err := os.Create(t.TempDir() + "/stderr")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if NewProgress(f).w != nil || NewProgress(&strings.Builder{}).w != nil {
		t.Error("would draw on what is no terminal")
	}
}
