using OtelBridge.Store.Access;
using OtelBridge.Store.Audit;
using OtelBridge.Store.Backup;
using OtelBridge.Store.Masking;
using OtelBridge.Store.Storage;

namespace OtelBridge.Server.Commands;

/// <summary>Writes down in a store what a command did with it beside the server. Whoever can open a store can do everything with it; so it is said who did.</summary>
internal static class CommandAudit
{
    public const string Wire = "command";

    // Of what is imported; a file may make any number of experiments.
    private const int MostNamed = 100;

    /// <summary>Gets who runs this command, for the log.</summary>
    public static string Who { get; } = $"{Wire}:{AuditSubject.NameOf(Environment.UserName)}";

    /// <summary>Does the work of a command and leaves an entry of how it ended: to its end, stopped, or not whole.</summary>
    /// <param name="action">What it is.</param>
    /// <param name="command">The command, such as <c>doctor --repair</c>.</param>
    /// <param name="stop">Whether somebody has stopped it.</param>
    /// <param name="append">Adds an entry where it belongs.</param>
    /// <param name="work">The work: notes what it is about, and gives the exit code.</param>
    public static async Task<int> RunAsync(AuditAction action, string command, StopSignals stop, Func<AuditEntry, Task> append, Func<AuditNote, Task<int>> work)
    {
        var note = AuditNote.Begin();
        try
        {
            var exit = await work(note);
            await WriteAsync(append, EntryOf(action, command, note, exit == ExitCodes.Ok ? AuditOutcomes.Done : stop.Token.IsCancellationRequested ? AuditOutcomes.Stopped : AuditOutcomes.Failed));
            return exit;
        }
        catch (Exception e) when (e is not (UsageException or StoreException or BackupException)) // of those nothing was begun, or nothing is left
        {
            await WriteAsync(append, EntryOf(action, command, note, AuditOutcomes.Failed));
            throw;
        }
    }

    /// <summary>Makes an entry of something that is done now.</summary>
    public static AuditEntry EntryOf(AuditAction action, string command, AuditNote note, string outcome) => new(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), Who, action)
    {
        Wire = Wire,
        Request = command,
        About = note.Text(MostNamed),
        Items = note.Items,
        Outcome = outcome,
    };

    /// <summary>Adds an entry to the log of a store that is open here to write.</summary>
    public static Func<AuditEntry, Task> Into(ITraceStore store) => entry => ((IAccessStore)MaskedTraceStore.Under(store)).Audit.AppendAsync([entry], CancellationToken.None);

    /// <summary>Adds an entry to the log of a store that this command does not have open, or to read only; a server may have it.</summary>
    public static Func<AuditEntry, Task> At(string address) => entry => StoreAudit.AppendAsync(address, [entry], CancellationToken.None);

    // What it tells of has happened, whether it can be told or not.
    private static async Task WriteAsync(Func<AuditEntry, Task> append, AuditEntry entry)
    {
        try
        {
            await append(entry);
        }
        catch (Exception e) when (e is StoreException or StoreUnavailableException)
        {
            Console.Error.WriteLine(TerminalText.Clean($"otelbridge: That '{entry.Request}' was run is not in the audit log of the store: {e.Message}"));
        }
    }
}
