using OtelBridge;
using Patterns.Running;

namespace Patterns.LowLevel;

/// <summary>A batch: a span for each item, spans for its steps below that, and an item that fails leaves the others alone.</summary>
internal sealed class BatchProcessor(MlflowClient client)
{
    public static Task<PatternResult> RunAsync(MlflowClient client)
    {
        var root = new BatchProcessor(client).Run([new(1, "one"), new(2, string.Empty), new(3, null), new(4, "four")]);
        return PatternResult.Of(root.RequestId);
    }

    private static bool Validate(BatchItem item) =>
        (item.Text ?? throw new InvalidDataException($"Item {item.Id} holds nothing.")).Length > 0;

    private MlflowSpan Run(IReadOnlyList<BatchItem> items)
    {
        var root = client.StartTrace("batch_processing", inputs: new { batch_size = items.Count });
        var results = new List<string>(); // at most one an item
        for (var i = 0; i < items.Count; i++)
        {
            var span = client.StartSpan($"process_item_{i}", root.RequestId, root.SpanId, inputs: new { item_id = items[i].Id });
            try
            {
                Process(items[i], span, results);
                client.EndSpan(span.RequestId, span.SpanId, status: SpanStatus.Ok);
            }
            catch (InvalidDataException e)
            {
                client.EndSpan(span.RequestId, span.SpanId, status: SpanStatus.Error, attributes: [new("error", e.Message)]);
            }
        }

        client.EndTrace(root.RequestId, outputs: new { processed_count = results.Count, success_rate = (double)results.Count / items.Count });
        return root;
    }

    private void Process(BatchItem item, MlflowSpan parent, List<string> results)
    {
        // The guide leaves this span to the end of the trace when the validation throws; 'using' ends it where it fails.
        using var validation = client.StartSpan("validate", parent.RequestId, parent.SpanId);
        bool isValid;
        try
        {
            isValid = Validate(item);
        }
        catch (InvalidDataException e)
        {
            validation.RecordException(e);
            throw;
        }

        client.EndSpan(validation.RequestId, validation.SpanId, outputs: new { is_valid = isValid });
        if (isValid)
        {
            var transform = client.StartSpan("transform", parent.RequestId, parent.SpanId);
            var result = item.Text!.ToUpperInvariant();
            results.Add(result);
            client.EndSpan(transform.RequestId, transform.SpanId, outputs: new { transformed = result });
        }
    }
}
