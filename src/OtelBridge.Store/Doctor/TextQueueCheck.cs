using OtelBridge.Store.Storage.Sql;

namespace OtelBridge.Store.Doctor;

/// <summary>How many traces wait for the text index.</summary>
internal sealed class TextQueueCheck(ISqlDatabase database) : StoreCheck("text queue")
{
    public override async Task<IReadOnlyList<CheckResult>> RunAsync(bool repair, Action<long, long> progress, CancellationToken cancellationToken)
    {
        var pending = await CountAsync(database, "SELECT count(*) FROM text_pending", cancellationToken).ConfigureAwait(false);
        return
        [
            pending == 0
                ? Sound($"no trace waits for the text index")
                : new CheckResult(Name, CheckOutcome.Notice, FormattableString.Invariant($"{pending} traces wait for the text index; a running server adds them by itself")),
        ];
    }
}
