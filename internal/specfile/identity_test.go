package specfile

import "testing"

// The digits are those of: printf '{"name":"x","revision":3}' | sha256sum
func TestIdentityIsNameRevisionAndHash(t *testing.T) {
	got, err := Identity("x", 3, struct {
		Name     string `json:"name"`
		Revision int    `json:"revision"`
	}{"x", 3})
	want := "x@3+6fea17dc"
	if err != nil || got != want {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
	if got, err := Identity("x", 3, func() {}); err == nil {
		t.Errorf("a function has no canonical form, got %q", got)
	}
}
