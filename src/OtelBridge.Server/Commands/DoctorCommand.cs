using System.CommandLine;
using OtelBridge.Probing;
using OtelBridge.Server.Configuration;
using OtelBridge.Pricing;
using OtelBridge.Store.Audit;
using OtelBridge.Store.Doctor;
using OtelBridge.Store.Storage;

namespace OtelBridge.Server.Commands;

/// <summary><c>otelbridge doctor</c>: checks a store, or an address that spans are sent to, and says what is wrong.</summary>
internal sealed class DoctorCommand
{
    private readonly Option<string?> _store = new("--store")
    {
        HelpName = "ADDRESS",
        Description = $"The store. [default: {DefaultStore.Address}; variable {EnvironmentKeys.Store}]",
    };

    private readonly Option<bool> _repair = new("--repair")
    {
        Description = "Puts right what can be put right without losing anything: counts, search columns, records, costs, leftovers. No server may use the store meanwhile.",
    };

    private readonly EndpointOptions _endpoint = new();

    public DoctorCommand()
    {
        Command = new Command(
            "doctor",
            "Checks a store, also while a server uses it: reads every trace, and prints what it finds, a line a check. With --endpoint, checks whether spans can be sent to an address. Ends with 1 when something is wrong.")
        {
            _store, _repair,
        };
        _endpoint.AddTo(Command);
        Command.SetAction(RunAsync);
    }

    public Command Command { get; }

    private Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (!_endpoint.IsGiven(parsed))
        {
            return CheckStoreAsync(parsed, cancellationToken);
        }

        return parsed.GetValue(_store) is null && !parsed.GetValue(_repair)
            ? CheckEndpointAsync(parsed, cancellationToken)
            : throw new UsageException("--endpoint and --store (or --repair) exclude each other.");
    }

    private async Task<int> CheckEndpointAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (target, isOpen) = _endpoint.Read(parsed);
        var timeout = _endpoint.Timeout(parsed);
        // So that files that cannot be read end it before anything is printed.
        target.ConfigureTls(new());
        if (isOpen)
        {
            target = await EndpointRecognition.CompleteAsync(target, timeout, cancellationToken);
        }

        var console = Terminal.Open();
        CheckLine.Write(console, new CheckResult("endpoint", CheckOutcome.Notice, $"{What(target)} at {target.Shown}"));
        var findings = await EndpointProbe.RunAsync(target, timeout, TimeProvider.System, cancellationToken);
        foreach (var finding in findings)
        {
            CheckLine.Write(console, new CheckResult(finding.Check, Outcome(finding.Outcome), finding.Seen, finding.Remedy));
        }

        return findings.Any(static f => f.Outcome == FindingOutcome.Error) ? ExitCodes.Failure : ExitCodes.Ok;
    }

    private static string What(ProbeTarget target) => (target.Kind, target.IsGrpc) switch
    {
        (ProbeTargetKind.Store, _) => "an OtelBridge store over gRPC",
        (ProbeTargetKind.Mlflow, _) => "an MLflow server",
        (_, true) => "OTLP over gRPC",
        _ => "OTLP over HTTP",
    };

    private static CheckOutcome Outcome(FindingOutcome outcome) => outcome switch
    {
        FindingOutcome.Ok => CheckOutcome.Sound,
        FindingOutcome.Warning => CheckOutcome.Notice,
        _ => CheckOutcome.Problem,
    };

    private async Task<int> CheckStoreAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var repair = parsed.GetValue(_repair);
        var address = parsed.GetValue(_store) ?? StoreOption.FromEnvironment();
        var prices = PriceFile.FromEnvironment();
        await using var store = await TraceStores.OpenAsync(address, repair ? StoreAccess.ReadWrite : StoreAccess.ReadOnly, cancellationToken);
        if (!repair)
        {
            return await CheckAsync(store, prices, repair, cancellationToken);
        }

        using var stop = new StopSignals();
        return await CommandAudit.RunAsync(AuditAction.Change, "doctor --repair", stop, CommandAudit.Into(store), async _ =>
        {
            try
            {
                return await CheckAsync(store, prices, repair, stop.Token);
            }
            catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
            {
                Console.Error.WriteLine("otelbridge: Stopped. What was put right stays; run the same command again for the rest.");
                return ExitCodes.Failure;
            }
        });
    }

    private static async Task<int> CheckAsync(ITraceStore store, PriceTable prices, bool repair, CancellationToken cancellationToken)
    {
        var console = Terminal.Open();
        var isWrong = false;
        foreach (var check in StoreCheckup.Of(store, prices))
        {
            IReadOnlyList<CheckResult> results = [];
            await WorkProgress.RunAsync(
                $"Checking {check.Name}",
                isShown: true,
                async progress => results = await check.RunAsync(repair, (position, end) => progress(position, end, ""), cancellationToken));
            foreach (var result in results)
            {
                CheckLine.Write(console, result);
                isWrong |= result.Outcome == CheckOutcome.Problem;
            }
        }

        return isWrong ? ExitCodes.Failure : ExitCodes.Ok;
    }
}
