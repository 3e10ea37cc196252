// Load is many people who use the example crm at once: they sign in, look at the board,
// the queue and the leads, and press buttons. It says how long the answers took, and
// whether any was an error. Run it with -h for its flags.
package main

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"time"

	"github.com/leadline-go/leadline/examples/internal/cli"
)

const usage = `load is many people who use the example crm at once. It says how many answers there
were, how long they took, and fails if any was an error.

  load [-url http://127.0.0.1:8080/] [-users 50] [-for 30s]

  -url U     the address that crm has printed
  -users N   how many people, 1 to 1000; each waits for an answer before it goes on
  -for D     how long, 1s to 1h
  -h         this text

That somebody else was faster (409) or that a move is refused (422) is no error.

Exit codes: 0; 2 if the flags are not as they should be; 1 for all else, also if an
answer was an error.

Example:

  go run ./examples/crm/load -url http://127.0.0.1:8080/ -users 50 -for 30s
`

func main() { cli.Main(run) }

// run is the program.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	return cli.Code(func() error {
		o, err := parseFlags(args)
		if err != nil {
			return err
		}
		sum, err := work(ctx, o)
		if err != nil {
			return fmt.Errorf("load: %w", err)
		}
		return sum.write(stdout, o)
	}(), usage, stdout, stderr)
}

type options struct {
	base  *url.URL
	users int
	lasts time.Duration
}

func parseFlags(args []string) (options, error) {
	fs := cli.NewFlags("load")
	base := fs.String("url", "http://127.0.0.1:8080/", "")
	users := fs.Int("users", 50, "")
	lasts := fs.Duration("for", 30*time.Second, "")
	if err := fs.Parse(args); err != nil {
		return options{}, err
	}
	u, err := url.Parse(*base)
	switch {
	case err != nil || u.Scheme != "http" || u.Host == "":
		return options{}, fs.Errorf("-url: expected an address such as http://127.0.0.1:8080/, found %q", *base)
	case *users < 1 || *users > 1000:
		return options{}, fs.Errorf("-users: expected 1 to 1000, found %d", *users)
	case *lasts < time.Second || *lasts > time.Hour:
		return options{}, fs.Errorf("-for: expected 1s to 1h, found %v", *lasts)
	}
	return options{u, *users, *lasts}, nil
}
