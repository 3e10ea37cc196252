package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"time"
)

// shutdownWithin is how long requests that are under way may take at the end.
const shutdownWithin = 3 * time.Second

// listen serves the site. Its one line on stdout is where.
func listen(ctx context.Context, addr string, site *site, stdout io.Writer) error {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return fmt.Errorf("crm: %w; take another address with -addr: port 0 is any that is free", err)
	}
	var unused unusedConns
	server := &http.Server{
		Handler:           site.handler(),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       20 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       60 * time.Second,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          site.log,
		ConnState:         unused.note,
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	if _, err := fmt.Fprintf(stdout, "crm: http://%s/\n", l.Addr()); err != nil {
		return errors.Join(fmt.Errorf("crm: writing the address: %w", err), server.Close())
	}
	select {
	case err := <-ended:
		return fmt.Errorf("crm: %w", err)
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownWithin)
	defer cancel()
	l.Close()
	<-ended // now no connection comes any more
	unused.close()
	err = server.Shutdown(last)
	if errors.Is(err, context.DeadlineExceeded) { // somebody who sends a form slowly, or not at all
		site.log.Print("a request that did not end has been closed")
		err = server.Close()
	}
	if err != nil {
		return fmt.Errorf("crm: %w", err)
	}
	return nil
}

// unusedConns are connections on which nothing has been asked yet. Browsers open some
// in advance, and Shutdown would wait seconds for each to be used.
type unusedConns struct {
	mu    sync.Mutex
	conns map[net.Conn]bool
}

// note is told what becomes of a connection.
func (u *unusedConns) note(c net.Conn, state http.ConnState) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if state != http.StateNew {
		delete(u.conns, c)
		return
	}
	if u.conns == nil {
		u.conns = map[net.Conn]bool{}
	}
	u.conns[c] = true
}

func (u *unusedConns) close() {
	u.mu.Lock()
	defer u.mu.Unlock()
	for c := range u.conns {
		c.Close()
	}
}
