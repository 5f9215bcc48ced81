using System.Collections.Concurrent;

namespace OtelBridge.Browser.Tests.Browsing;

/// <summary>What pages complained of while a test walked through them: errors of scripts and of the console (violations of the content security policy are among them),
/// requests to somewhere else, dialogs that only hostile content would open.</summary>
public sealed class PageFaults
{
    private readonly ConcurrentQueue<string> _faults = new(); // bounded by one walk
    private readonly ConcurrentQueue<string> _expected = new(); // bounded by one test

    /// <summary>Says that the test makes pages complain with these words.</summary>
    public void Expect(string words) => _expected.Enqueue(words);

    public void ShouldBeNone()
    {
        var unexpected = _faults.Where(fault => !_expected.Any(words => fault.Contains(words, StringComparison.OrdinalIgnoreCase))).ToList();
        unexpected.ShouldBeEmpty($"The pages complained:{Environment.NewLine}{string.Join(Environment.NewLine, unexpected)}");
    }

    public override string ToString() => _faults.IsEmpty ? "The pages did not complain." : $"The pages complained: {string.Join(Environment.NewLine, _faults)}";

    internal void Watch(IBrowserContext context)
    {
        context.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                _faults.Enqueue($"console: {message.Text} ({message.Location})");
            }
        };
        context.WebError += (_, error) => _faults.Enqueue($"script: {error.Error}");
        context.Request += (_, request) =>
        {
            if (!IsHere(request.Url))
            {
                _faults.Enqueue($"request to another machine: {request.Url}");
            }
        };
        context.Dialog += async (_, dialog) =>
        {
            _faults.Enqueue($"a dialog of the browser: {dialog.Message}");
            await dialog.DismissAsync();
        };
    }

    private static bool IsHere(string address) =>
        !Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is "data" or "blob" or "about" || uri.Host == "127.0.0.1";
}
