// Week runs one week of lead management at an invented company, from the lifecycle on
// Sunday to the meeting of marketing and sales on Friday: 120 inquiries come in, are
// scored and handed over, clocks run out, a worker dies, an opportunity is made in the
// company's own transaction, and in the end the figures of the library are held
// against those counted by hand and by SQL.
//
// There is a file for each day. The clock is virtual and chance is seeded, so that
// every run prints the same, on every database. Run it with -h for its flags.
package main

import (
	"context"
	"io"
	"os"
	"path/filepath"

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/examples/internal/database"
)

const usage = `week runs one week of lead management at an invented company, on a virtual clock,
and prints what happens.

  week [-db D] [-step] [-o report.html]

  -db D     keep the leads in this database, which must have none yet: the URL of a
            PostgreSQL, postgres://..., or the name of a SQLite file; default: SQLite
            in memory
  -step     wait for Enter after each day
  -o FILE   write the page that both sides look at on Friday; it is replaced at the
            end and in one piece
  -h        this text

A run that is interrupted leaves in the database of -db what has happened by then. The
next run needs another, or an empty one.
Exit codes: 0; 2 if the flags or the database are not as they should be; 1 for all
else.

Example: the week, day by day, its page, and its leads to look at with SQL

  go run ./examples/week -step -o report.html -db week.db
`

func main() {
	cli.Main(func(ctx context.Context, args []string, stdout, stderr io.Writer) int {
		return run(ctx, args, os.Stdin, stdout, stderr)
	})
}

// run is the program. With -step it reads stdin until the context ends.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	return cli.Code(start(ctx, args, stdin, stdout, stderr), usage, stdout, stderr)
}

func start(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) (err error) {
	fs := cli.NewFlags("week")
	where := fs.String("db", database.Memory, "")
	step := fs.Bool("step", false, "")
	file := fs.String("o", "", "")
	if err := fs.Parse(args); err != nil {
		return err
	}
	if *file != "" && filepath.Clean(*file) == filepath.Clean(*where) {
		return fs.Errorf("-o: expected a file of its own, found the database %s", *where)
	}
	out := cli.Output{Command: "week", What: "the page", Name: *file, Notes: stderr, Inputs: []string{*where}}
	if err := out.Check(); err != nil {
		return err
	}
	if *file != "" {
		if err := writable(*file); err != nil {
			return err
		}
	}
	db, err := openEmpty(ctx, *where)
	if err != nil {
		return err
	}
	defer func() {
		if closed := db.Close(); err == nil {
			err = closed
		}
	}()
	pause := func(string) error { return nil }
	if *step {
		pause = newReader(ctx, stdin, stderr).pause
	}
	m, err := week(ctx, db, stdout, pause)
	if err != nil || *file == "" {
		return err
	}
	return out.Write(stdout, m.page)
}
