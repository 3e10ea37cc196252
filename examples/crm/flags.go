package main

import (
	"net"
	"net/netip"
	"strconv"

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/maturity"
)

// options are what the command line says.
type options struct {
	db    string // "": a database that is removed at the end
	addr  string
	lang  maturity.Lang
	empty bool
}

func parseFlags(args []string) (options, error) {
	var o options
	fs := cli.NewFlags("crm")
	fs.StringVar(&o.db, "db", "", "")
	fs.StringVar(&o.addr, "addr", "127.0.0.1:8080", "")
	lang := fs.String("lang", string(maturity.En), "")
	fs.BoolVar(&o.empty, "empty", false, "")
	if err := fs.Parse(args); err != nil {
		return o, err
	}
	if err := fs.OneOf("lang", *lang, string(maturity.En), string(maturity.De)); err != nil {
		return o, err
	}
	o.lang = maturity.Lang(*lang)
	host, port, err := net.SplitHostPort(o.addr)
	if err != nil {
		return o, fs.Errorf(`-addr: expected an address such as "127.0.0.1:8080", found %q`, o.addr)
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		return o, fs.Errorf("-addr: expected a port from 0 to 65535, found %q", port)
	}
	if !isLoopback(host) {
		return o, fs.Errorf(`-addr: expected an address of this machine such as "127.0.0.1:8080", as there are no passwords, found %q`, o.addr)
	}
	return o, nil
}

// isLoopback reports whether a host is this machine and nobody else can reach it.
func isLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}
