package main

import (
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/examples/internal/clitest"
	"github.com/leadline-go/leadline/examples/internal/database"
)

func TestBadFlags(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, tt := range []struct {
		want string
		args []string
	}{
		{"week: flag provided but not defined: -x; week -h tells the flags", []string{"-x"}},
		{`week: expected flags only, found "report.html"; week -h tells the flags`, []string{"report.html"}},
		{"week: flag needs an argument: -o; week -h tells the flags", []string{"-o"}},
		{"week: -db: expected the name of a SQLite file, or the URL of a PostgreSQL, postgres://..., found nothing", []string{"-db", ""}},
		{"week: -db: expected the name of a SQLite file, or the URL of a PostgreSQL, postgres://..., found mysql://db.example/crm", []string{"-db", "mysql://db.example/crm"}},
		{"week: -o: expected a file of its own, found the database week.db", []string{"-o", "./week.db", "-db", "week.db"}},
		{"week: -o: expected a file in a folder that is there, found the folder no: no such file or directory", []string{"-o", "no/report.html"}},
	} {
		program.Refuse(t, tt.want, tt.args...)
	}
}

func TestHelpEndsWithAnExample(t *testing.T) {
	stdout, stderr := program.Succeed(t, "-h")
	if stdout != usage || stderr != "" || !strings.HasSuffix(usage, "Example: the week, day by day, its page, and its leads to look at with SQL\n\n  go run ./examples/week -step -o report.html -db week.db\n") {
		t.Errorf("got %q and %q", stdout, stderr)
	}
}

func TestADatabaseWithLeadsIsLeftAlone(t *testing.T) {
	t.Chdir(t.TempDir())
	program.Succeed(t, "-db", "week.db")
	before := clitest.Read(t, "week.db")
	program.Refuse(t, inhabited("leads, 120 of them"), "-db", "week.db")
	if clitest.Read(t, "week.db") != before {
		t.Error("the file has changed")
	}
}

func TestADatabaseWithOpportunitiesIsLeftAlone(t *testing.T) {
	t.Chdir(t.TempDir())
	db, err := database.Open(t.Context(), "crm.db")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("CREATE TABLE opportunities (name TEXT)"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	before := clitest.Read(t, "crm.db")
	program.Refuse(t, inhabited("the table"), "-db", "crm.db")
	if clitest.Read(t, "crm.db") != before {
		t.Error("the file has changed")
	}
}

func TestAPageThatCannotBeWrittenIsRefusedBeforeTheWeek(t *testing.T) {
	t.Chdir(t.TempDir())
	files := map[string]string{strings.Repeat("x", 250) + ".html": "file name too long"}
	if runtime.GOOS == "linux" {
		files["/proc/x.html"] = "no such file or directory"
	}
	for file, why := range files {
		program.Refuse(t, "week: -o: expected a file that can be written, found "+file+": creating a file beside it: "+why, "-o", file, "-db", "week.db")
	}
	// Nothing keeps the run from being repeated.
	program.Succeed(t, "-o", "report.html", "-db", "week.db")
}

func TestADatabaseThatIsNoneIsTheUsersToMend(t *testing.T) {
	t.Chdir(t.TempDir())
	clitest.Write(t, "notes.txt", strings.Repeat("no database at all\n", 100))
	for _, where := range []string{"notes.txt", "no/such/folder.db", "postgres://nobody:secret@127.0.0.1:1/leads?connect_timeout=1"} {
		code, stdout, stderr := program.Call(t, "-db", where)
		if code != cli.ExitInvalid || stdout != "" || !strings.HasPrefix(stderr, "week: -db: ") || strings.Contains(stderr, "secret") {
			t.Errorf("%s: exit code %d, %q, %s", where, code, stdout, stderr)
		}
	}
}

func TestAClosedPipeIsAnError(t *testing.T) {
	var stderr strings.Builder
	if code := run(t.Context(), nil, strings.NewReader(""), clitest.FullDisk{}, &stderr); code != cli.ExitFailed || !strings.Contains(stderr.String(), "no space left") {
		t.Errorf("exit code %d: %s", code, &stderr)
	}
	if code := run(t.Context(), []string{"-h"}, strings.NewReader(""), clitest.FullDisk{}, io.Discard); code != cli.ExitFailed {
		t.Errorf("help: exit code %d", code)
	}
}

func TestThePageIsReplacedInOnePiece(t *testing.T) {
	file := filepath.Join(t.TempDir(), "report.html")
	clitest.Write(t, file, "as it was")
	program.Succeed(t, "-o", file)
	if got := clitest.Read(t, file); !strings.HasPrefix(got, "<!DOCTYPE html>") || !strings.HasSuffix(got, "</html>\n") {
		t.Errorf("%d bytes: %.50s", len(got), got)
	}
	left, err := os.ReadDir(filepath.Dir(file))
	if err != nil || len(left) != 1 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
