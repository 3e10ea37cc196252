package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/leadline-go/leadline/lead/leadcsv"
)

// EachRecord reads the CSV file r, which messages call name, as [leadcsv.OpenTable] does.
// It calls begin with the header read, to find its columns, and then, for each record,
// the function that begin returned.
//
// What is wrong with the data, and an error of theirs that is a [*leadcsv.DataError],
// comes back as [Invalid]; others, such as the cause of ctx, as they are.
func EachRecord(ctx context.Context, name string, r io.Reader, begin func(*leadcsv.Table) (func() error, error)) error {
	t, err := leadcsv.OpenTable(name, r)
	if err != nil {
		return dataError(err)
	}
	one, err := begin(t)
	if err != nil {
		return dataError(err)
	}
	for n := 0; ; n++ {
		if n%1024 == 0 && ctx.Err() != nil {
			return fmt.Errorf("%s:%d: %w", name, t.Line(), context.Cause(ctx))
		}
		err := t.Next()
		if err == io.EOF {
			return nil
		}
		if err == nil {
			err = one()
		}
		if err != nil {
			return dataError(err)
		}
	}
}

// dataError marks what is wrong with the data; a disk that fails is another matter.
func dataError(err error) error {
	if errors.Is(err, leadcsv.ErrInvalidData) {
		return Invalid(err)
	}
	return err
}
