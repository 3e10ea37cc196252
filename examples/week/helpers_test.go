package main

import (
	"context"
	"io"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/leadline-go/leadline/examples/internal/clitest"
	"github.com/leadline-go/leadline/examples/internal/database"
)

// program is the program with nobody at the keyboard.
var program clitest.Program = func(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	return run(ctx, args, strings.NewReader(""), stdout, stderr)
}

// runWeek runs the whole week, and returns what it prints and its page.
func runWeek(t *testing.T, args ...string) (text, page string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "report.html")
	text, stderr := program.Succeed(t, append(args, "-o", file)...)
	if stderr != "wrote "+file+"\n" {
		t.Errorf("stderr: %s", stderr)
	}
	return text, clitest.Read(t, file)
}

// theWeek is runWeek for the many tests that only look at what comes of it.
func theWeek(t *testing.T) (text, page string) {
	t.Helper()
	once.Do(func() { once.text, once.page = runWeek(t) })
	if once.page == "" {
		t.Fatal("the week has not come to its end")
	}
	return once.text, once.page
}

var once struct {
	sync.Once
	text, page string
}

// lived is a company whose week is over.
func lived(t *testing.T) *company {
	t.Helper()
	db, err := openEmpty(t.Context(), database.Memory)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	c, err := newCompany(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	for _, day := range c.days() {
		if err := day.run(t.Context()); err != nil {
			t.Fatal(day.name, err)
		}
	}
	return c
}

// inhabited is what is said of a database in which there is something.
func inhabited(found string) string {
	return "week: -db: expected a database without leads and without a table opportunities, found " + found +
		"; nothing was changed: name another file, or an empty database"
}

// noon is any time.
var noon = time.Date(2027, 12, 6, 12, 0, 0, 0, time.UTC)
