import type { Command } from 'commander';
import type { Terminal } from '../terminal.js';

interface ReportOptions {
  readonly json?: boolean;
}

/** `rectify report DIR`: report.html from the runs in DIR. */
export function addReportCommand(program: Command, terminal: Terminal): void {
  program
    .command('report')
    .description('Sum up the finished runs below a folder: report.html, results.json, results.csv.')
    .argument('<dir>', 'folder with run folders in it')
    .option('--json', 'print results.json')
    .addHelpText('after', '\nExample:\n  rectify report rectify-out/demo')
    .action(async (directory: string, { json }: ReportOptions) => {
      const { planRuns } = await import('@rectify/benchmark');
      const { reportOn, describeResults } = await import('../study/reportOn.js');
      const { studyIn } = await import('../study/studyDirectory.js');
      const study = await studyIn(directory);
      const command = `rectify report ${directory}`;
      const names = study && planRuns(study).map(({ name }) => name);
      const results = await reportOn(terminal, directory, { command, study, names });
      terminal.print(json ? JSON.stringify(results, null, 2) : describeResults(results));
      terminal.note(`report in ${directory}/report.html`);
    });
}
