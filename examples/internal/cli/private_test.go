package cli

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"
)

func TestAPrivateFileIsItsOwnersAlone(t *testing.T) {
	name := filepath.Join(t.TempDir(), "out")
	o := Output{Name: name, Private: true}
	for _, before := range []os.FileMode{0, 0o644, 0o400} {
		if before != 0 {
			if err := os.Chmod(name, before); err != nil {
				t.Fatal(err)
			}
		}
		err := o.Write(io.Discard, func(b *bytes.Buffer) error {
			_, err := b.WriteString("secret")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode() != 0o600 {
			t.Errorf("in place of %s: got %s", before, info.Mode())
		}
	}
}
