// Crm is a small CRM with leadline in it, to click and to take from: a board of leads,
// a page for each with what may be done and why not, the hand-off queue, an import of
// CSV, the funnel, the maturity matrix and its questionnaire.
//
// It listens on this machine alone, and without -db keeps nothing. Run it with -h for
// its flags.
//
// What to look at to embed leadline in an application of one's own:
//
//   - crm.go: all that is compiled once, with a scoring model as a guard;
//   - choices.go: buttons and forms, made of what the lifecycle says;
//   - moves.go: a form becomes a command, facts, decision and move are one transaction, and
//     a refusal or a conflict becomes a page;
//   - opportunities.go: a row of one's own that is written together with a lead's move;
//   - queue.go: what is due, by time left, page by page;
//   - scorewords.go: the criteria as a guard, with a refusal in words of one's own;
//   - reports.go, maturitypage.go: the library's renderings in pages of one's own;
//   - security.go, session.go: what keeps pages from elsewhere out.
package main

import (
	"context"
	"io"

	"github.com/leadline-go/leadline/examples/internal/cli"
)

const usage = `crm is a small CRM, to be used with a browser on this machine. It prints its address
and runs until it is interrupted.

  crm [-db FILE|postgres://...] [-addr 127.0.0.1:8080] [-lang en|de] [-empty]

  -db DB     a file for SQLite, which is made if it is not there, or the URL of a
             PostgreSQL database; left out: a database that is removed at the end
  -addr A    the address to listen on; port 0 is any that is free. There are no
             passwords, so only addresses of this machine are taken.
  -lang L    the language in which the questionnaire and the maturity page begin:
             en (the default) or de
  -empty     begin without the demo leads, which else go into a database without leads
  -h         this text

Exit codes: 0 when it was interrupted; 2 if the flags or the database are not as they
should be; 1 for all else.

Example:

  go run ./examples/crm -db leads.db -addr 127.0.0.1:8080
`

func main() { cli.Main(run) }

// run is the program.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	return cli.Code(func() error {
		o, err := parseFlags(args)
		if err != nil {
			return err
		}
		return serve(ctx, o, stdout, stderr)
	}(), usage, stdout, stderr)
}
