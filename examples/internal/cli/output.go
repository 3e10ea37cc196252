package cli

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Output is where the result of a command goes.
type Output struct {
	Command string    // its name, with which messages begin
	What    string    // what is written, in messages: "the report"
	Name    string    // the file that the flag names, which is replaced; "": stdout
	Flag    string    // the flag that names the file, in messages; "": "o"
	Private bool      // the file is its owner's alone to read, even in place of one that was not
	Notes   io.Writer // where to say that the file was written; nil: nowhere
	Inputs  []string  // files that must not be replaced; names that are empty or of no file do no harm
}

// Check refuses, before anything is read, a file that cannot be written for want of
// its folder, and to replace an input. The error is [Invalid].
func (o Output) Check() error {
	if o.Name == "" {
		return nil
	}
	out, err := os.Stat(o.Name)
	if err != nil { // not there yet; or Write will say so
		return o.checkFolder(filepath.Dir(o.Name))
	}
	if out.IsDir() {
		return o.refusef("expected a file, found the folder %s", o.Name)
	}
	for _, name := range o.Inputs {
		if in, err := os.Stat(name); err == nil && os.SameFile(in, out) {
			return o.refusef("expected a file of its own, found the input %s", name)
		}
	}
	return nil
}

func (o Output) checkFolder(name string) error {
	info, err := os.Stat(name)
	if err == nil && !info.IsDir() {
		err = errors.New("it is a file")
	}
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		err = path.Err
	}
	if err != nil {
		return o.refusef("expected a file in a folder that is there, found the folder %s: %w", name, err)
	}
	return nil
}

func (o Output) refusef(format string, args ...any) error {
	return Invalidf("%s: -%s: %w", o.Command, cmp.Or(o.Flag, "o"), fmt.Errorf(format, args...))
}

// Write renders in memory first: what cannot be finished is not begun. Then it
// writes to the file, or to stdout, and a note if it was a file. An error of render comes back as it is.
func (o Output) Write(stdout io.Writer, render func(*bytes.Buffer) error) error {
	var b bytes.Buffer
	err := render(&b)
	if err != nil {
		return err
	}
	if o.Name == "" {
		_, err = stdout.Write(b.Bytes())
	} else {
		err = o.replace(b.Bytes())
	}
	if err != nil {
		return fmt.Errorf("%s: writing %s: %w", o.Command, o.What, err)
	}
	if o.Name != "" && o.Notes != nil {
		fmt.Fprintf(o.Notes, "wrote %s\n", o.Name)
	}
	return nil
}

// replace puts content into the file: all of it, or the file stays as it was. It
// writes another file beside it and renames that.
func (o Output) replace(content []byte) (err error) {
	name := o.Name
	if real, err := filepath.EvalSymlinks(name); err == nil {
		name = real
	}
	mode := fs.FileMode(0o666) // less what the umask takes
	if info, err := os.Stat(name); err == nil {
		if !info.Mode().IsRegular() {
			return overwrite(name, content)
		}
		mode = info.Mode().Perm()
	}
	if o.Private {
		mode = 0o600
	}
	temp := fmt.Sprintf("%s.%d.tmp", name, os.Getpid())
	f, err := os.OpenFile(temp, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
	if path, ok := errors.AsType[*fs.PathError](err); ok && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s: creating a file beside it: %w", name, path.Err) // one whose name says nothing to anybody
	} else if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(temp))
		}
	}()
	_, err = f.Write(content)
	if err == nil {
		err = f.Sync() // a full disk may not show before
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	return os.Rename(temp, name)
}

// overwrite writes to what cannot be replaced, such as a terminal or a pipe.
func overwrite(name string, content []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	return errors.Join(err, f.Close())
}
