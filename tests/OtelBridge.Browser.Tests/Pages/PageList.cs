namespace OtelBridge.Browser.Tests.Pages;

/// <summary>Every page, in each of its states that looks different. A page that is not here was looked at by nobody.</summary>
public static class PageList
{
    public static IReadOnlyList<PageToSee> All { get; } =
    [
        new("experiments", "./"),
        new("keys", _ => "./", async page => await page.Keyboard.PressAsync("?")),
        new("palette", _ => "./", async page => await page.Keyboard.PressAsync("Control+k")),
        new("traces", "traces?last=24h"),
        new("traces-filtered", "traces?last=24h&filter=status%20%3D%20%27ERROR%27"),
        new("traces-bad-filter", "traces?filter=status%20%3D%3D%3D"),
        new("traces-nothing-found", "traces?filter=name%20%3D%20%27nobody%27"),
        new("traces-empty", _ => "traces", IsEmpty: true),
        new("trace", room => room.Good.Address),
        new("trace-failed", room => room.Failed.Address),
        new("trace-chat", room => $"{room.Good.Address}?span={room.Good.SpanId(1)}"),
        new("trace-tool", room => $"{room.Failed.Address}?span={room.Failed.SpanId(2)}"),
        new("trace-growing", room => room.Growing.Address),
        new("trace-hostile", room => room.Hostile.Address),
        new("trace-tangled", room => room.Tangled.Address),
        new("trace-huge", room => room.Huge.Address),
        new("compare", room => $"compare?left={room.Good.Id}&right={room.Failed.Id}"),
        new("sessions", "sessions"),
        new("sessions-empty", _ => "sessions", IsEmpty: true),
        new("session", $"session?experiment=0&id={Showroom.SessionId}"),
        new("dashboard", "dashboard?last=1h"),
        new("dashboard-empty", _ => "dashboard", IsEmpty: true),
        new("runs", "runs?experiment=0"),
        new("runs-empty", _ => "runs?experiment=0", IsEmpty: true),
        new("run", room => $"runs/{room.RunId}"),
        new("status", "status"),
        new("sign-in", _ => "sign-in?to=runs", async page =>
        {
            await page.TextBox("Name").FillAsync("kim");
            await page.TextBox("Password").FillAsync("forgotten");
            await page.Button("Sign in").ClickAsync();
            await Assertions.Expect(page.Text("The name or the password is wrong.")).ToBeVisibleAsync();
        }, Complaint: "401", Visitor: ""),
        new("account", _ => "account", Visitor: GuardedRoom.Kim),
        new("experiment-people", _ => "experiments/0", Visitor: "admin"),
        new("keys-list", _ => "keys", async page => await page.Page.Locator("#person-menu").ClickAsync(), Visitor: "admin"),
        new("key-new", _ => "keys/new", Visitor: "admin"),
        new("key-quota", _ => "keys", async page =>
        {
            await page.Link("Quota of nightly report").ClickAsync();
            await Assertions.Expect(page.Heading("Quota of the key “nightly report”")).ToBeVisibleAsync();
        }, Visitor: "admin"),
        new("key-made", _ => "keys/new", async page =>
        {
            await page.TextBox("Name", exact: false).First.FillAsync("looked at");
            await page.Button("Make the key").ClickAsync();
            await Assertions.Expect(page.Heading("The key “looked at” is made")).ToBeVisibleAsync();
        }, Visitor: "admin"),
        new("people", _ => "people", async page => await page.Page.Locator("#people-new").ClickAsync(), Visitor: "admin"),
        new("person", _ => $"people/person?name={GuardedRoom.Kim}", Visitor: "admin"),
        new("audit", _ => "audit", async page => await page.Page.Locator("#audit-who").FocusAsync(), Visitor: "admin"),
        new("not-for-you", _ => "keys", Complaint: "403", Visitor: GuardedRoom.Kim),
        new("not-found", _ => "traces/tr-00000000000000000000000000000001", Complaint: "404"),
    ];
}
