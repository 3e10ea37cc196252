package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"html/template"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
)

// guard is what every request passes first.
//
// A page elsewhere can have its visitor's browser send requests here, for the browser
// is on this machine. Three things are against that. A name that is made to point to
// this machine (DNS rebinding) is not one of this machine's names, and refused.
// [http.CrossOriginProtection] refuses what a browser says it sends on behalf of
// another origin. And each form carries a token of its session, see [visit.readForm],
// for browsers that say nothing of where a request comes from.
func (s *site) guard(next http.Handler) http.Handler {
	origin := http.NewCrossOriginProtection()
	// What came is not read, and no session begins: see [site.session].
	origin.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := &visit{site: s, w: w, r: r}
		v.fail(&problem{http.StatusForbidden, "This came from another site", "A form of the CRM is sent from its own pages only. Nothing has been changed."})
	}))
	checked := origin.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy(nil))
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		if !isLoopback(hostname(r.Host)) {
			http.Error(w, "This CRM answers to the names of its own machine only, such as 127.0.0.1.", http.StatusMisdirectedRequest)
			return
		}
		checked.ServeHTTP(w, r)
	})
}

// hostname is a Host header without its port and the brackets of IPv6.
func hostname(host string) string {
	if h, _, err := net.SplitHostPort(host); err == nil {
		return h
	}
	return strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
}

// policy is what a browser may do with a page: show it, with the style of this site and
// the style elements that have these hashes, and send its forms here. There are no
// scripts at all.
func policy(styles []string) string {
	var style strings.Builder
	style.WriteString("'self'")
	for _, hash := range styles {
		style.WriteString(" '" + hash + "'")
	}
	return "default-src 'none'; style-src " + style.String() + "; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
}

// fragment is HTML that the library has written, with all names in it escaped, and the
// hashes of its style elements.
type fragment struct {
	HTML   template.HTML
	Styles []string
}

// render takes a rendering of the library. Hashes are taken of that alone and never of
// a page: a style that found its way into one would permit itself.
func render(write func(io.Writer) error) (fragment, error) {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return fragment{}, err
	}
	return fragment{HTML: template.HTML(b.String()), Styles: styleHashes(b.Bytes())}, nil
}

// styleHashes are the hashes of the texts of all style elements, each once. The library
// writes no character references in them, which a browser would decode in a picture
// and keep elsewhere.
func styleHashes(doc []byte) []string {
	var list []string
	for {
		_, rest, ok := bytes.Cut(doc, []byte("<style"))
		if !ok {
			return list
		}
		_, rest, ok = bytes.Cut(rest, []byte(">"))
		if !ok {
			return list
		}
		raw, after, ok := bytes.Cut(rest, []byte("</style>"))
		if !ok {
			return list
		}
		sum := sha256.Sum256(raw)
		if hash := "sha256-" + base64.StdEncoding.EncodeToString(sum[:]); !slices.Contains(list, hash) {
			list = append(list, hash)
		}
		doc = after
	}
}
