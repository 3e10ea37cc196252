// Package leadsql keeps lead histories in a database of yours: SQLite to start with,
// PostgreSQL 15 or later when you grow. It speaks to database/sql and imports no
// driver.
//
//	db, err := sql.Open("pgx", dsn) // github.com/jackc/pgx/v5/stdlib
//	store := leadsql.New(leadsql.Postgres, db)
//	err = store.Migrate(ctx)
//	tracker := lead.NewTracker(machine, store, lead.Config{})
//
// For SQLite 3.38 or later, with modernc.org/sqlite; mattn/go-sqlite3 is tested too:
//
//	db, err := sql.Open("sqlite", "file:leads.db?_pragma=journal_mode(WAL)"+
//		"&_pragma=synchronous(FULL)&_pragma=busy_timeout(5000)&_txlock=immediate")
//	db.SetMaxOpenConns(1)
//	store := leadsql.New(leadsql.SQLite, db)
//
// One connection for each process is right for SQLite, as it has one writer at a
// time: others would only wait. Any number of processes may share the file: its
// write-ahead log is copied back now and then by Append, unless wal_autocheckpoint is
// 0. Where rows are appended in transactions of yours alone, run PRAGMA
// wal_checkpoint(RESTART) in between.
//
// # Your transaction
//
// Your rows and the lead's move are committed together, or not at all, in [Store.InTx]:
//
//	err := store.InTx(ctx, func(tx *sql.Tx, moved *leadsql.Store) error {
//		if _, err := tracker.WithStore(moved).Apply(ctx, cmd); err != nil {
//			return err
//		}
//		_, err := tx.ExecContext(ctx, "INSERT INTO opportunities ...")
//		return err
//	})
//
// A [Store] that [New] makes on a *sql.Tx of yours does the same; what comes back of its
// COMMIT is then for you to tell.
//
// The lead goes first: of two who do the same at once, one is told by it that the other
// was faster.
//
// Where the pool has one connection, as it should on SQLite, your transaction has it,
// or your rows do while they are open. Whatever asks the database itself meanwhile waits
// until its context ends; the error of a Store then says that the connection is in use.
// So:
//
//   - Close rows before the next call. History holds none between its yields.
//   - Inside a transaction of yours use the store, and the tracker, that are bound to it.
//   - A guard that asks the database takes the transaction too, from the context that
//     it is given: you put it there before Apply.
//
// A call that fails leaves the transaction as it was, unless the database has ended it,
// which is [lead.ErrTxAborted]: then roll back, and send nothing more, for SQLite would
// keep it at once. SQLite ends it when the disk is full or a statement is interrupted;
// this Store sends nothing more either then. PostgreSQL ends it at any error of its own,
// such as a lock_timeout, in Load as well as in Append; an Append of several rows has a
// savepoint, and undoes itself. Where the context of a call ended, its driver may have
// given up the connection too.
//
// Under READ COMMITTED a lead that was moved meanwhile is [lead.ErrConflict], and the
// transaction may go on. Under REPEATABLE READ and SERIALIZABLE, and for a deadlock, the
// error Is lead.ErrConflict and lead.ErrTxAborted: roll back and start all of it again. So
// it is on SQLite where the transaction has read before another wrote; _txlock=immediate
// avoids that. An error that Is lead.ErrTxAborted alone has another cause, which it names
// and which may last.
//
// Without a transaction of yours each Append is one of its own, and the Tracker decides
// again. That SERIALIZABLE is the server's default changes nothing then.
//
// # Your queries
//
// The table leadline_leads has a row for each lead, for your lists to join: lead_id,
// version, status, at, since, due, prior and labels. Read it as you like and write
// nothing; a column may be added. Times are microseconds since 1970 in UTC; labels are a
// JSON object.
//
// # Errors
//
// What the database says is an [*Error] that names what was tried, with the driver's
// error in it. ErrBusy, ErrNoSchema and ErrDialect are those that call for something to
// be done. [lead.ErrUnknownOutcome] is returned where the connection died, or the
// context ended, between sending something to be written and hearing of it: apply the
// command again with the same Key; Erase, PruneKeys and Rewind can simply be repeated.
// Any other error means that nothing has changed.
//
// # What is personal
//
// [lead.Transition.Note], Evidence and Actor.ID stand in a table of their own, which
// [Store.Erase] clears for a lead. The figures stay. What is erased is gone from SQL,
// from the feed and from exports at once; for the files:
//
//   - SQLite: open with _pragma=secure_delete(ON), which overwrites, and run
//     PRAGMA wal_checkpoint(TRUNCATE) afterwards.
//   - PostgreSQL: VACUUM FULL leadline_personal rewrites the table; the write-ahead
//     log keeps the old pages until it is recycled or archived.
//   - Backups and logs of the database are the operator's.
//
// # The feed
//
// [Store.Consume] hands committed rows to webhooks, mails and warehouses, in order and
// at least once, from a place that the database remembers.
//
// # Concurrency
//
// A Store on a *sql.DB is safe for concurrent use, one on a *sql.Tx or *sql.Conn as
// far as that is: not at all.
package leadsql
