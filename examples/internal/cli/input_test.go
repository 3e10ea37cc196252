package cli_test

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"testing"

	"github.com/leadline-go/leadline/examples/internal/cli"
)

func TestAFileThatCannotBeReadIsNamedWithItsFlag(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.Mkdir("dir", 0o700); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name  string
		words []string
		want  string
	}{
		{"none", nil, "-rules none: expected a file that can be read: no such file or directory"},
		{"dir", nil, "-rules dir: expected a file that can be read: it is a directory"},
		{"standrad", []string{"standard"}, `-rules standrad: expected "standard" or a file that can be read: no such file or directory (did you mean "standard"?)`},
		{"mine.yaml", []string{"standard"}, `-rules mine.yaml: expected "standard" or a file that can be read: no such file or directory`},
	} {
		_, err := cli.ReadSpec(tt.name, func(io.Reader, string) (int, error) { return 0, nil })
		err = cli.OfFlag("rules", err, tt.words...)
		if err == nil || err.Error() != tt.want || cli.Code(err, "", io.Discard, io.Discard) != cli.ExitInvalid {
			t.Errorf("got  %v\nwant %s", err, tt.want)
		}
	}
	if _, err := cli.Open("none"); !errors.Is(cli.OfFlag("rules", err), fs.ErrNotExist) {
		t.Errorf("%v is not fs.ErrNotExist", err)
	}
	other := errors.New("line 3: a typo")
	if err := cli.OfFlag("rules", other); err != other || cli.OfFlag("rules", nil) != nil {
		t.Errorf("got %v", err)
	}
}
