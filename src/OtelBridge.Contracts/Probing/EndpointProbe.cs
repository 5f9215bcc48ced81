using System.Globalization;
using System.Net.Security;

namespace OtelBridge.Probing;

/// <summary>Looks at one address step by step, as a request with spans would go, and says at which step it fails and what to do.</summary>
/// <remarks>Nothing is changed at the server: requests hold no span, and experiments are asked for, never made. Nothing is thrown but the caller's own cancellation.</remarks>
public static class EndpointProbe
{
    /// <summary>Probes a target.</summary>
    /// <param name="target">What to look at.</param>
    /// <param name="timeout">The longest it may take, all steps together.</param>
    /// <param name="time">Our own clock, which the server's is compared with.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>A finding for each step that was taken; the last is the step that failed, if one did.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static async Task<IReadOnlyList<Finding>> RunAsync(ProbeTarget target, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(time);
        var notes = new ProbeNotes(target.Name);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        try
        {
            await LookAsync(target, notes, timeout, time, deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            notes.Add(EndpointFaults.NoAnswer, string.Create(CultureInfo.InvariantCulture, $"no answer from {target.Shown} within {timeout.TotalSeconds:0.###} s"), ExportAnswer.WaitRemedy);
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.SecureConnectionError && !cancellationToken.IsCancellationRequested)
        {
            notes.Add(EndpointFaults.TlsFailed, $"the TLS handshake with {target.Shown} failed: {ProbeNotes.Quote(e.InnerException?.Message ?? e.Message)}", TlsCheck.FailureRemedy);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            notes.Add(EndpointFaults.ServerFailed, $"the request to {target.Shown} broke: {ProbeNotes.Quote(e.Message)}", "Look into the log of the server, and at what stands between it and this program.");
        }

        cancellationToken.ThrowIfCancellationRequested();
        return notes.Findings;
    }

    /// <summary>Whether the certificate files that are set can be read; what sends spans needs them even where there is no TLS.</summary>
    private static bool HasCertificates(ProbeTarget target, ProbeNotes notes)
    {
        try
        {
            target.ConfigureTls(new SslClientAuthenticationOptions());
            return true;
        }
        catch (Exception e)
        {
            notes.Add(EndpointFaults.TlsSettings, ProbeNotes.Quote(e.Message), "Correct the path of the certificate file; it is PEM, and the program must be able to read it.");
            return false;
        }
    }

    private static async Task LookAsync(ProbeTarget target, ProbeNotes notes, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!HasCertificates(target, notes))
        {
            return;
        }

        if (ProbeHttp.ProxyOf(target) is { } proxy)
        {
            // What lies behind it cannot be connected to from here.
            notes.Ok("connection", $"requests go through the proxy {ProbeTarget.Show(proxy)}");
        }
        else
        {
            var line = new ProbeLine(target, timeout);
            var reached = await line.CheckAsync(notes, cancellationToken).ConfigureAwait(false)
                && (target.IsTls
                    ? await new TlsCheck(target, line).RunAsync(notes, cancellationToken).ConfigureAwait(false)
                    : await new PlainCheck(target, line).RunAsync(notes, cancellationToken).ConfigureAwait(false));
            if (!reached)
            {
                return;
            }
        }

        using var http = new ProbeHttp(target);
        var answer = await ExportCheck.RunAsync(target, http, notes, cancellationToken).ConfigureAwait(false);
        ClockCheck.Run(answer.Date, notes, time);
        if (!notes.HasError)
        {
            await ServerCheck.RunAsync(target, http, answer, notes, cancellationToken).ConfigureAwait(false);
        }
    }
}
