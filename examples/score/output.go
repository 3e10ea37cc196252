package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// write renders the scores in memory first: what cannot be finished is not begun.
func write(o options, model string, list []scored, stdout io.Writer) error {
	var b bytes.Buffer
	if err := render(&b, o, model, list); err != nil {
		return err
	}
	if o.out == "" {
		if _, err := stdout.Write(b.Bytes()); err != nil {
			return fmt.Errorf("score: writing the scores: %w", err)
		}
		return nil
	}
	if err := replace(o.out, b.Bytes()); err != nil {
		return fmt.Errorf("score: writing the scores: %w", err)
	}
	return nil
}

// checkOut refuses, before anything is read, a file that cannot be written for want
// of its folder, and to replace an input by its scores.
func checkOut(o options) error {
	if o.out == "" {
		return nil
	}
	out, err := os.Stat(o.out)
	if err != nil { // not there yet; or write will say so
		return checkFolder(filepath.Dir(o.out))
	}
	if out.IsDir() {
		return invalidf("score: -o: expected a file, found the folder %s", o.out)
	}
	for _, name := range []string{o.leads, o.activities, o.rules} {
		if in, err := os.Stat(name); err == nil && os.SameFile(in, out) {
			return invalidf("score: -o: expected a file of its own, found the input %s", name)
		}
	}
	return nil
}

func checkFolder(name string) error {
	info, err := os.Stat(name)
	if err == nil && !info.IsDir() {
		err = errors.New("it is a file")
	}
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		err = path.Err
	}
	if err != nil {
		return invalidf("score: -o: expected a file in a folder that is there, found the folder %s: %w", name, err)
	}
	return nil
}

// replace puts content into a file: all of it, or the file stays as it was. It
// writes another file beside it and renames that.
func replace(name string, content []byte) (err error) {
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
