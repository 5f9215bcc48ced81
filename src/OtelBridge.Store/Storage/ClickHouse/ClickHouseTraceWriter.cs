using System.Globalization;
using OtelBridge.Store.Ingest;
using OtelBridge.Store.Model;
using OtelBridge.Store.Readiness;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>Stores spans in groups: what comes while others are stored goes together.</summary>
/// <remarks>
/// <para>Each insert makes a part of its table, which the server has to merge with the others; it asks for few and large ones. A request that comes alone is stored at
/// once; those that follow within <see cref="ClickHouseAddress.Gather"/> wait until then, as ClickHouse's own asynchronous inserts do, but with an answer that means stored.</para>
/// <para>A request that is refused takes nobody else down: the members of its group are tried one by one.</para>
/// </remarks>
internal sealed class ClickHouseTraceWriter : ITraceWriter, IAsyncDisposable
{
    // While one group waits for its spans to be stored, another one computes its records.
    private const int MaxGroups = 3;

    // Rows are about twice as large as the messages: payload, and its text again.
    private const int RowsPerMessage = 2;

    private readonly ClickHouseClient _client;
    private readonly RecordKeeper _keeper;
    private readonly ArrivalClock _clock;
    private readonly ExperimentResolver _experiments;
    private readonly SpanWriteQueue _queue = new();
    private readonly SemaphoreSlim _free = new(MaxGroups);
    private readonly Task _loop;

    public ClickHouseTraceWriter(ClickHouseClient client, RecordKeeper keeper, ArrivalClock clock, IExperimentCatalog experiments)
    {
        _client = client;
        _keeper = keeper;
        _clock = clock;
        _experiments = new ExperimentResolver(experiments);
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>Gets how many requests wait to be stored.</summary>
    public long Waiting => _queue.Waiting;

    /// <summary>Gets what became of the latest writes.</summary>
    public WriteRecord Record { get; } = new();

    /// <summary>Says so when the next sender would be sent away.</summary>
    /// <exception cref="StoreUnavailableException">Too much is waiting.</exception>
    public void ThrowIfFull() => _queue.ThrowIfFull();

    public async Task WriteAsync(IReadOnlyList<TraceBatch> batches, CancellationToken cancellationToken)
    {
        await CheckExperimentsAsync(batches, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        var write = Encode(batches, cancellationToken);
        _queue.Add(write);
        await write.Task.ConfigureAwait(false);
    }

    /// <summary>Finishes what waits.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        await _loop.ConfigureAwait(false);
        _queue.Dispose();
        _free.Dispose();
    }

    // Traces there name experiments here: no constraint holds them together.
    private async Task CheckExperimentsAsync(IReadOnlyList<TraceBatch> batches, CancellationToken cancellationToken)
    {
        foreach (var batch in batches)
        {
            if (batch.ExperimentId != ExperimentResolver.Default
                && await _experiments.FindAsync(batch.ExperimentId.ToString(CultureInfo.InvariantCulture), cancellationToken).ConfigureAwait(false) is null)
            {
                throw new NotStoredException($"No experiment with ID {batch.ExperimentId} exists.");
            }
        }
    }

    private SpanWrite Encode(IReadOnlyList<TraceBatch> batches, CancellationToken cancellationToken)
    {
        var messages = batches.Sum(static batch => (long)batch.Payload.CalculateSize());
        var rows = new RowBinaryWriter((int)Math.Min(messages * RowsPerMessage, int.MaxValue / 2) + 1024);
        var columns = new SpanColumns(rows);
        var inputs = new RecordInput[batches.Count];
        for (var i = 0; i < inputs.Length; i++)
        {
            var (batch, arrival) = (batches[i], _clock.Next());
            inputs[i] = new RecordInput(batch.TraceId, arrival, columns.Write(batch, arrival), OwnClient: null)
            {
                ExperimentId = batch.ExperimentId,
                ExperimentIsExplicit = batch.ExperimentIsExplicit,
            };
        }

        // The messages wait with their rows: whoever called holds them.
        return new SpanWrite(inputs, rows, messages + rows.Written.Length, cancellationToken);
    }

    private async Task LoopAsync()
    {
        var lastStart = TimeProvider.System.GetTimestamp() - TimeProvider.System.TimestampFrequency;
        while (await _queue.WaitAsync().ConfigureAwait(false))
        {
            await _free.WaitAsync().ConfigureAwait(false);
            var rest = _client.Address.Gather - TimeProvider.System.GetElapsedTime(lastStart);
            if (rest > TimeSpan.Zero && !_queue.HasEnough)
            {
                await Task.Delay(rest).ConfigureAwait(false);
            }

            lastStart = TimeProvider.System.GetTimestamp();
            _ = RunAsync(_queue.Take());
        }

        for (var ended = 0; ended < MaxGroups; ended++)
        {
            await _free.WaitAsync().ConfigureAwait(false);
        }
    }

    // Never fails: whatever it is belongs to the senders; the loop goes on.
    private async Task RunAsync(List<SpanWrite> group)
    {
        try
        {
            await StoreAsync(group).ConfigureAwait(false);
            Record.Note(null);
            group.ForEach(static write => write.Complete());
        }
        catch (Exception e) when (group.Count > 1 && e is not StoreUnavailableException)
        {
            foreach (var write in group)
            {
                await RunAloneAsync(write).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            Record.Note(e);
            group.ForEach(write => write.Fail(e));
        }
        finally
        {
            _queue.End(group);
            _free.Release();
        }
    }

    private async Task RunAloneAsync(SpanWrite write)
    {
        try
        {
            await StoreAsync([write]).ConfigureAwait(false);
            Record.Note(null);
            write.Complete();
        }
        catch (Exception e)
        {
            Record.Note(e);
            write.Fail(e);
        }
    }

    private async Task StoreAsync(List<SpanWrite> group)
    {
        if (group.Count == 0)
        {
            return;
        }

        if (!group[0].IsInserted)
        {
            await InsertPatience.InsertAsync(_client, "spans", SpanColumns.Names, Join(group), CancellationToken.None).ConfigureAwait(false);
            group.ForEach(static write => write.IsInserted = true);
        }

        await _keeper.RefreshAsync([.. group.SelectMany(static write => write.Inputs)], CancellationToken.None).ConfigureAwait(false);
    }

    private static RowBinaryWriter Join(List<SpanWrite> group)
    {
        if (group is [var only])
        {
            return only.Rows;
        }

        var rows = new RowBinaryWriter(group.Sum(static write => write.Rows.Written.Length) + 1);
        group.ForEach(write => rows.Append(write.Rows));
        return rows;
    }
}
