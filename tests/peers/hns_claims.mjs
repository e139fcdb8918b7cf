/** The covenant scenarios of names that are claimed. */
import { claimUnder, Root, trustOurRoot } from './hns_proofs.mjs';
import { network, NOTHING, RECORDS, refused } from './hns_process.mjs';

export class Claims {
  constructor(hns, rival) {
    Object.assign(this, { hns, rival, wallet: hns.wallet, root: new Root() });
    trustOurRoot(this.root);
  }

  /** A claim for `wallet`, committed to block `commit`. */
  async claim(name, commit, { under = this.root, ...options } = {}) {
    const address = await this.wallet.receiveAddress();
    const block = { hash: await this.hns.chain.getHash(commit), height: commit };
    return claimUnder(under, network, { name, address, commit: block, ...options });
  }

  async submit(...which) {
    await this.hns.submit(await this.claim(...which));
  }

  /** Up to block 200 the rules of the main network's first year hold: any first commitment, any fee. */
  async first() {
    await this.submit('cloudflare', 3);
    await this.submit('google', 1, { weak: true });
    await this.submit('mozilla', 1);
    await this.hns.mine(1, { claims: [await this.claim('wikipedia', 1, { weak: true }), await this.claim('wikipedia', 2)] });
    await this.submit('cloudflare', 5, { fee: 5000 });
    await this.hns.mine(4);
    await this.wallet.sendUpdate('mozilla', RECORDS);
    await this.hns.mine(2);
  }

  /** A proof that DNSSEC does not carry is refused, and so is a claim that is no news. */
  async refusals() {
    await refused(() => this.submit('berlin', 1, { under: new Root() }), 'mandatory-script-verify-flag');
    await refused(() => this.submit('google', 1), 'invalid-covenant');
    await refused(() => this.submit('mozilla', 9), 'invalid-covenant');
    await refused(() => this.submit('berlin', 2), 'invalid-covenant');
    await refused(() => this.submit('google', 9, { fee: 999 }), 'invalid-covenant');
  }

  /** Since block 200. Claims of unregistered names replace each other, weak ones strong ones and the other way round. */
  async later() {
    await this.submit('com', 1);
    await this.submit('github', 1, { weak: true });
    await this.submit('berlin', 1);
    await this.submit('google', 2);
    await this.hns.mine(2);
    await this.submit('google', 3, { weak: true });
    await this.hns.mine(3);
    await this.wallet.sendUpdate('cloudflare', RECORDS);
    await this.wallet.sendUpdate('com', NOTHING);
    await this.wallet.sendUpdate('github', RECORDS);
    await this.hns.mine(6);
    await this.wallet.sendRenewal('com');
    await this.wallet.sendRenewal('github');
    await this.wallet.sendTransfer('cloudflare', await this.rival.receiveAddress());
    await this.hns.mine(1);
    await this.wallet.sendTransfer('github', await this.rival.receiveAddress());
    await this.hns.mine(2);
    await this.wallet.sendCancel('github');
    await this.hns.mine(1);
    await this.wallet.sendTransfer('github', await this.rival.receiveAddress());
    await this.hns.mine(11);
    await this.wallet.sendFinalize('cloudflare');
    await this.wallet.sendFinalize('github');
    await this.hns.mine(2);
  }

  /** Once revoked a claimed name is anybody's: the reserve does not come back. */
  async revoked() {
    await this.rival.sendRevoke('github');
    await this.hns.mine(64);
    await refused(() => this.submit('github', 9), 'invalid-covenant');
    await this.hns.mine(1);
    await refused(() => this.submit('github', 9), 'invalid-covenant');
    await this.hns.openReserved('github');
    await this.hns.mine(7);
    await this.hns.bidReserved('github', 200);
    await this.hns.bidReserved('github', 300);
    await this.hns.mine(5);
    await this.wallet.sendReveal('github');
    await this.hns.mine(10);
    await this.wallet.sendUpdate('github', RECORDS);
    await this.hns.mine(1);
  }
}
