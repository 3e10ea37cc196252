package cli

import (
	"errors"
	"io"
	"io/fs"
	"os"
)

// unreadable is an input that cannot be opened.
type unreadable struct {
	name string
	err  error
}

func (u unreadable) Error() string {
	return u.name + ": expected a file that can be read: " + u.err.Error()
}

func (u unreadable) Unwrap() error { return u.err }

// Open opens an input. The error is [Invalid] and says which file it is, once; [OfFlag]
// adds which flag named it.
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
	return nil, Invalid(unreadable{name, err})
}

// OfFlag makes an error of [Open], or of [ReadSpec], say by which flag the file was
// named, and which words that flag takes in place of a file. Any other error comes back
// as it is, and nil.
func OfFlag(flag string, err error, words ...string) error {
	u, ok := errors.AsType[unreadable](err)
	if !ok {
		return err
	}
	expected := "a file that can be read"
	if len(words) > 0 {
		expected = Quoted(words) + " or " + expected
	}
	return Invalidf("-%s %s: expected %s: %w%s", flag, u.name, expected, u.err, DidYouMean(u.name, words))
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
