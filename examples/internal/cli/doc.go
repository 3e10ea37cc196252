// Package cli is what the commands of the examples have in common, so that all of
// them look alike and each is only about what it is for:
//
//   - [Main] runs a command until it ends or is interrupted; [Code] turns its error
//     into a message and an exit code, 2 if the user can mend it: see [Invalid].
//   - [Flags] reads a command line; -h prints a usage that ends with an example.
//   - [Open], [ReadSpec] and [EachRecord] read files, and say of a bad one which, in
//     which line and column, what was expected and what was found.
//   - [OfFlag] adds the flag that named the file.
//   - [Output] writes the result: all of it, or the file stays as it was.
//   - [Progress] draws a bar, on a terminal only.
//
// A command is put together like this:
//
//	func main() { cli.Main(run) }
//
//	func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
//		return cli.Code(count(ctx, args, stdout, stderr), usage, stdout, stderr)
//	}
//
// Nothing here is safe for concurrent use but the functions; only Main and Progress
// look at the clock, the signals or the process.
package cli
