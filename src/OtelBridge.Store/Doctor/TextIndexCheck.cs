using OtelBridge.Store.Storage.Sql;

namespace OtelBridge.Store.Doctor;

/// <summary>How many traces wait for the text index.</summary>
internal sealed class TextIndexCheck(ISqlDatabase database) : StoreCheck("text index")
{
    public override async Task<IReadOnlyList<CheckResult>> RunAsync(bool repair, Action<long, long> progress, CancellationToken cancellationToken)
    {
        var pending = await CountAsync(database, "SELECT count(*) FROM text_pending", cancellationToken).ConfigureAwait(false);
        return
        [
            pending == 0
                ? Sound($"no trace waits for it")
                : new CheckResult(Name, CheckOutcome.Notice, FormattableString.Invariant($"{pending} traces wait for it; a running server adds them by itself")),
        ];
    }
}
