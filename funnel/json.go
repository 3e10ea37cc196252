package funnel

import (
	"bytes"
	"encoding/json"
	"io"
)

// WriteJSON writes the report as indented JSON, in one call to w. Equal reports
// give equal bytes.
func (r *Report) WriteJSON(w io.Writer) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetIndent("", "  ")
	if err := e.Encode(r); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}
