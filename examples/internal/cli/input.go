package cli

import (
	"errors"
	"io"
	"io/fs"
	"os"
)

// Open opens an input. The error is [Invalid] and says which file it is, once.
func Open(name string) (*os.File, error) {
	f, err := os.Open(name)
	if err == nil {
		info, statErr := f.Stat()
		if err = statErr; err == nil && info.IsDir() {
			err = errors.New("it is a directory")
		}
		if err == nil {
			return f, nil
		}
		f.Close()
	}
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		err = path.Err
	}
	return nil, Invalidf("%s: expected a file that can be read: %w", name, err)
}

// ReadSpec reads a file by one of the library's own readers, such as
// scoring.ReadSpec. The error is [Invalid].
func ReadSpec[S any](name string, read func(r io.Reader, name string) (S, error)) (S, error) {
	var none S
	f, err := Open(name)
	if err != nil {
		return none, err
	}
	defer f.Close()
	spec, err := read(f, name)
	if err != nil {
		return none, Invalid(err)
	}
	return spec, nil
}
